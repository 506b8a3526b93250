package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Who may scan and connect on an adapter: one at a time, in the order of asking, since two
/// connects or a scan beside a connect disturb each other.
final class AdapterLocks {

  private final Duration turn;
  private final Map<String, ReentrantLock> adapters = new ConcurrentHashMap<>();

  /// @param turn how long one may keep an adapter while others wait
  AdapterLocks(Duration turn) {
    this.turn = turn;
  }

  /// Waits until it is free.
  ///
  /// @return empty when it did not become so in time
  Optional<AdapterLock> acquire(String adapter, Deadline deadline) throws InterruptedException {
    ReentrantLock lock = adapters.computeIfAbsent(adapter, _ -> new ReentrantLock(true));
    return lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new AdapterLock(lock, Deadline.in(turn)))
        : Optional.empty();
  }

  /// An adapter's use, by the thread that acquired it.
  record AdapterLock(ReentrantLock lock, Deadline turn) implements AutoCloseable {

    /// Whether it is time to let others go first, so that an absent battery does not starve the
    /// others.
    boolean isOver() {
      return turn.isPassed() && lock.hasQueuedThreads();
    }

    @Override
    public void close() {
      lock.unlock();
    }
  }
}
