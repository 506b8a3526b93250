package cellwarden.simulator;

import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.Connection;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reaches a simulated BMS in the same process. Its battery lives on between connections.
///
/// One client at a time, as with a real BMS: a second one waits for the first to close.
public final class SimulatorTransport implements Transport {

  private final String name;
  private final ServedBms bms;
  private final Time time;
  private final Semaphore free = new Semaphore(1);

  /// A way to a BMS that is there already.
  ///
  /// @param name for messages, such as the address
  /// @param time what waiting for an answer is measured with
  public SimulatorTransport(String name, ServedBms bms, Time time) {
    this.name = name;
    this.bms = bms;
    this.time = time;
  }

  /// A battery that begins its life now.
  ///
  /// @throws IllegalArgumentException if the simulator does not know the spec or an option of the
  ///   address
  public static SimulatorTransport of(SimAddress address) {
    return of(address, SystemTime.start());
  }

  /// A battery in a time of its own.
  ///
  /// @throws IllegalArgumentException if the simulator does not know the spec or an option of the
  ///   address
  static SimulatorTransport of(SimAddress address, Time time) {
    SimulatedBms bms = SimulatedBms.of(SimulatorOptions.parse(address), time);
    return new SimulatorTransport(address.toString(), bms, time);
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    if (!free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TransportException(
          TransportException.Kind.UNREACHABLE, name + ": another client is connected");
    }
    bms.connected();
    return new SimulatedConnection();
  }

  private final class SimulatedConnection implements Connection {

    private final WireQueue queue = new WireQueue();
    private boolean gone;
    private boolean closed;

    @Override
    public void send(byte[] bytes) throws TransportException {
      requireOpen();
      queue.add(bms.receive(bytes), time.nanos());
    }

    @Override
    public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
      requireOpen();
      Optional<WireQueue.Event> arrived = queue.take(time.nanos());
      if (arrived.isEmpty() && timeout.isPositive()) {
        Duration due = queue.untilNext(time.nanos()).orElse(timeout);
        time.pause(due.compareTo(timeout) < 0 ? due : timeout);
        requireOpen();
        arrived = queue.take(time.nanos());
      }
      if (arrived.isPresent() && arrived.get() instanceof WireQueue.Fragment fragment) {
        return fragment.bytes().toBytes();
      }
      gone = arrived.isPresent();
      requireOpen();
      return new byte[0];
    }

    private void requireOpen() throws TransportException {
      if (gone || closed) {
        throw new TransportException(
            TransportException.Kind.LOST,
            name + (closed ? ": already closed" : ": closed by the BMS"));
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        free.release();
      }
    }
  }
}
