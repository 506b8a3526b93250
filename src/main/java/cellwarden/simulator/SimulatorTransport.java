package cellwarden.simulator;

import cellwarden.transport.Connection;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reaches a simulated BMS in the same process. Its battery lives on between connections.
///
/// One client at a time, as with a real BMS: a second one waits for the first to close.
public final class SimulatorTransport implements Transport {

  private final String name;
  private final SimulatedBms bms;
  private final Ticker ticker;
  private final Semaphore free = new Semaphore(1);

  /// A way to a BMS that is there already.
  ///
  /// @param name for messages, such as the address
  /// @param ticker what waiting for an answer is measured with
  public SimulatorTransport(String name, SimulatedBms bms, Ticker ticker) {
    this.name = name;
    this.bms = bms;
    this.ticker = ticker;
  }

  /// A battery that begins its life now.
  ///
  /// @throws IllegalArgumentException if the simulator does not know the spec or an option of the
  ///   address
  public static SimulatorTransport of(SimAddress address) {
    return of(address, Ticker.SYSTEM, Instant.now());
  }

  /// A battery in a time of its own.
  ///
  /// @param start when the battery begins its life
  /// @throws IllegalArgumentException if the simulator does not know the spec or an option of the
  ///   address
  public static SimulatorTransport of(SimAddress address, Ticker ticker, Instant start) {
    SimulatorOptions options = SimulatorOptions.parse(address);
    ModelClock clock = ModelClock.starting(start, ticker, options.speed());
    return new SimulatorTransport(address.toString(), SimulatedBms.of(options, clock), ticker);
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    if (!free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TransportException(
          TransportException.Kind.UNREACHABLE, name + ": another client is connected");
    }
    bms.connected();
    return new SimulatedConnection(name, bms, ticker, free::release);
  }
}
