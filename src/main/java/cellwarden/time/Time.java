package cellwarden.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// The clocks and the pause of a poller.
///
/// Schedules and durations come from the monotonic clock alone, because the wall clock of a
/// Raspberry Pi may jump.
public interface Time {

  /// Wall clock, for time stamps only.
  Instant now();

  /// Whether the wall clock has been set since the machine started, as far as can be known: where
  /// nothing is known it counts as set.
  default boolean clockIsSet() {
    return true;
  }

  /// Monotonic clock, nanoseconds from an arbitrary origin; differences may be formed, values not
  /// be compared.
  long nanos();

  /// Waits; an interrupt ends the wait at once.
  void pause(Duration duration) throws InterruptedException;

  /// Waits until there is a permit, which it takes, but not longer than this; an interrupt ends the
  /// wait at once.
  ///
  /// @return whether there was one; otherwise the time is over
  default boolean pause(Duration duration, Semaphore permits) throws InterruptedException {
    boolean taken = permits.tryAcquire();
    if (!taken) {
      pause(duration);
    }
    return taken;
  }

  /// Time since an earlier value of [#nanos()].
  default Duration since(long startNanos) {
    return Duration.ofNanos(nanos() - startNanos);
  }
}
