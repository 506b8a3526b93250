package cellwarden.simulator;

import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/// A link to a BMS in the same process.
final class SimulatedConnection implements Connection {

  private final String name;
  private final SimulatedBms bms;
  private final Ticker ticker;
  private final Runnable release;
  private final Outbox outbox = new Outbox();
  private boolean gone;
  private boolean closed;

  SimulatedConnection(String name, SimulatedBms bms, Ticker ticker, Runnable release) {
    this.name = name;
    this.bms = bms;
    this.ticker = ticker;
    this.release = release;
  }

  @Override
  public void send(byte[] bytes) throws TransportException {
    if (gone || closed) {
      throw lost();
    }
    outbox.add(bms.receive(bytes), ticker.nanos());
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    Optional<Delivery> arrived = take();
    if (arrived.isEmpty() && timeout.isPositive()) {
      Duration due = outbox.untilNext(ticker.nanos()).orElse(timeout);
      ticker.sleep(due.compareTo(timeout) < 0 ? due : timeout);
      arrived = take();
    }
    if (arrived.isEmpty()) {
      return new byte[0];
    }
    return switch (arrived.get()) {
      case Delivery.Fragment fragment -> fragment.bytes().toBytes();
      case Delivery.HangUp _ -> {
        gone = true;
        throw lost();
      }
    };
  }

  private Optional<Delivery> take() throws TransportException {
    if (gone || closed) {
      throw lost();
    }
    return outbox.take(ticker.nanos());
  }

  private TransportException lost() {
    return new TransportException(
        TransportException.Kind.LOST, name + (closed ? ": already closed" : ": closed by the BMS"));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
