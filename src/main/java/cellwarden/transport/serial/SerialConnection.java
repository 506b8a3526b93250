package cellwarden.transport.serial;

import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open port.
final class SerialConnection implements Connection {

  private static final Logger LOG = LoggerFactory.getLogger(SerialConnection.class);

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /// A stop may take two seconds.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private static final int READ_SIZE = 512;

  private final SerialAddress address;
  private final SerialLine line;
  private final DriverCalls driver;
  private final byte[] received = new byte[READ_SIZE];
  private boolean closed;

  SerialConnection(SerialAddress address, SerialLine line, DriverCalls driver) {
    this.address = address;
    this.line = line;
    this.driver = driver;
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(SEND_TIMEOUT);
    try {
      requireOpen(line.available());
      if (!driver.call(() -> line.write(bytes), deadline, _ -> {})) {
        throw lost();
      }
    } catch (TimeoutException e) {
      throw new TransportException(
          Kind.LOST, address + ": the port took no bytes for " + deadline.words(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    int count = requireOpen(line.available());
    while (count == 0 && !deadline.isPassed()) {
      count = requireOpen(line.read(received));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (count > 0) {
        return Arrays.copyOf(received, count);
      }
    }
    return count == 0 ? new byte[0] : Arrays.copyOf(received, requireOpen(line.read(received)));
  }

  private int requireOpen(int count) throws TransportException {
    if (closed || count < 0) {
      throw lost();
    }
    return count;
  }

  private TransportException lost() {
    return new TransportException(
        Kind.LOST,
        address + (closed ? ": already closed" : ": the port is gone"),
        "plug the adapter in again if it was unplugged; if this repeats, check its cable and power",
        null);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    try {
      driver.call(
          () -> {
            line.close();
            return true;
          },
          Deadline.in(CLOSE_TIMEOUT),
          _ -> {});
    } catch (TimeoutException e) {
      LOG.warn("{}: the port does not close; unplug its adapter if it stays so", address);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
