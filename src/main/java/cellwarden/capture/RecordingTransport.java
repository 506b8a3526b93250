package cellwarden.capture;

import cellwarden.protocol.Payload;
import cellwarden.time.Time;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Another transport whose links are recorded. The times are those of the monotonic clock, counted
/// from the wall clock at the beginning. Passwords for the Bluetooth module are not recorded: zeros
/// stand in their place.
public final class RecordingTransport implements Transport {

  private final Transport recorded;
  private final Time time;
  private final Consumer<CaptureLine> lines;
  private final Instant beginWall;
  private final long begin;

  /// @param lines takes each line as it happens, in the thread that uses the link
  public RecordingTransport(Transport recorded, Time time, Consumer<CaptureLine> lines) {
    this.recorded = recorded;
    this.time = time;
    this.lines = lines;
    this.beginWall = time.now();
    this.begin = time.nanos();
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Connection connection = recorded.connect(timeout);
    add(CaptureLine.Kind.CONNECTED, Payload.EMPTY);
    return new RecordedConnection(connection);
  }

  @Override
  public boolean pairsAgain() {
    return recorded.pairsAgain();
  }

  private void add(CaptureLine.Kind kind, Payload bytes) {
    lines.accept(new CaptureLine(beginWall.plus(time.since(begin)), 0, kind, bytes));
  }

  private final class RecordedConnection implements Connection {

    private final Connection connection;
    private final SecretMask sent = new SecretMask();
    private final SecretMask received = new SecretMask();
    private boolean ended;

    RecordedConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void send(byte[] bytes) throws TransportException, InterruptedException {
      add(CaptureLine.Kind.SENT, Payload.of(sent.masked(bytes)));
      try {
        connection.send(bytes);
      } catch (TransportException e) {
        end(CaptureLine.Kind.LOST);
        throw e;
      }
    }

    @Override
    public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
      try {
        byte[] fragment = connection.receive(timeout);
        if (fragment.length > 0) {
          add(CaptureLine.Kind.RECEIVED, Payload.of(received.masked(fragment)));
        }
        return fragment;
      } catch (TransportException e) {
        end(CaptureLine.Kind.LOST);
        throw e;
      }
    }

    private void end(CaptureLine.Kind kind) {
      if (!ended) {
        ended = true;
        add(kind, Payload.EMPTY);
      }
    }

    @Override
    public OptionalInt rssi() {
      return connection.rssi();
    }

    @Override
    public Optional<BleAddress.Stack> stack() {
      return connection.stack();
    }

    @Override
    public Optional<String> layout() {
      return connection.layout();
    }

    @Override
    public void close() {
      connection.close();
      end(CaptureLine.Kind.CLOSED);
    }
  }
}
