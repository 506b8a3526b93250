package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.Rfkill;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What all batteries share: one connection to the bus, made when it is first needed and again
/// after it broke, turns at the adapters, and the links of this program.
final class Bluez implements AutoCloseable {

  private final String busAddress;
  private final Timing timing;
  private final Rfkill rfkill;
  private final Turns turns;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable Session current;

  Bluez(String busAddress, Timing timing, Rfkill rfkill) {
    this.busAddress = busAddress;
    this.timing = timing;
    this.rfkill = rfkill;
    this.turns = new Turns(timing.turn());
  }

  Timing timing() {
    return timing;
  }

  Rfkill rfkill() {
    return rfkill;
  }

  Turns turns() {
    return turns;
  }

  /// Paths of the devices to which this program holds links.
  Set<String> held() {
    return held;
  }

  /// A connection to the bus over which everything is known that bluetoothd has.
  Session session(Deadline deadline) throws BusException, InterruptedException {
    if (!opening.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
      throw BusException.timedOut("opening the bus");
    }
    try {
      Session session = current;
      if (session == null || session.tree().hasEnded() || !session.bus().isOpen()) {
        ObjectTree tree = new ObjectTree();
        session = new Session(Bus.open(busAddress, tree, deadline.orIn(timing.call())), tree);
        current = session;
      }
      while (!session.tree().isComplete()) {
        session.renew(deadline.orIn(timing.call()));
      }
      return session;
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      if (current != null) {
        current.bus().close();
        current = null;
      }
    } finally {
      opening.unlock();
    }
  }
}
