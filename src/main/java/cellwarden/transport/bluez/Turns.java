package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Who may scan and connect on an adapter: one at a time, in the order of asking, since two
/// connects or a scan beside a connect disturb each other.
final class Turns {

  private final Duration length;
  private final Map<String, ReentrantLock> adapters = new ConcurrentHashMap<>();

  /// @param length how long a turn may last while others wait
  Turns(Duration length) {
    this.length = length;
  }

  /// Waits for a turn.
  ///
  /// @return empty when none came in time
  Optional<Turn> take(String adapter, Deadline deadline) throws InterruptedException {
    ReentrantLock lock = adapters.computeIfAbsent(adapter, _ -> new ReentrantLock(true));
    return lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new Turn(lock, Deadline.in(length)))
        : Optional.empty();
  }

  /// The right to use an adapter, held by the thread that took it.
  record Turn(ReentrantLock lock, Deadline end) implements AutoCloseable {

    /// Whether it is time to let others go first, so that an absent battery does not starve the
    /// others.
    boolean isOver() {
      return end.isPassed() && lock.hasQueuedThreads();
    }

    @Override
    public void close() {
      lock.unlock();
    }
  }
}
