package cellwarden.transport.serial;

import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Reaches a battery on a serial port of this machine.
///
/// The path is looked up at each connect: a link such as `/dev/serial/by-id/…` leads to the adapter
/// whatever its number is now. Not for use by several threads at once.
public final class SerialTransport implements Transport {

  private final SerialAddress address;
  private final SerialLine.Opener opener;
  private final DeviceFile file;
  private final DriverCalls driver = new DriverCalls();

  public SerialTransport(SerialAddress address) {
    // The class behind the lambda names the library, which is loaded with it.
    this(address, (device, settings) -> LibraryLine.open(device, settings));
  }

  SerialTransport(SerialAddress address, SerialLine.Opener opener) {
    this.address = address;
    this.opener = opener;
    this.file = new DeviceFile(address);
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    Path device = file.find();
    if (!driver.areOver(deadline)) {
      throw stuck("its driver did not come back from an earlier call", deadline);
    }
    try {
      SerialLine line =
          driver.call(() -> opener.open(device, address), deadline, SerialLine::close);
      return new SerialConnection(address, line, driver);
    } catch (TimeoutException e) {
      throw stuck("the port did not open", deadline);
    } catch (ExecutionException e) {
      throw failure(device, e);
    }
  }

  private TransportException failure(Path device, ExecutionException e) {
    return switch (e.getCause()) {
      case SerialLine.RefusedException refused -> file.refused(device, refused);
      case IOException library ->
          new TransportException(
              Kind.UNREACHABLE,
              address
                  + ": jSerialComm, which reads serial ports, does not load ("
                  + library.getMessage()
                  + ")",
              "give Java a folder that is not mounted noexec: -Djava.io.tmpdir=…",
              library);
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  private TransportException stuck(String problem, Deadline deadline) {
    return new TransportException(
        Kind.UNREACHABLE,
        address + ": " + problem + " within " + deadline.words(),
        "unplug the adapter, and restart the machine if that does not help",
        null);
  }
}
