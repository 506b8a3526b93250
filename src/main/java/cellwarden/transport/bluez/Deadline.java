package cellwarden.transport.bluez;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A point on the monotonic clock by which something must be done.
///
/// @param nanos of `System.nanoTime()`
record Deadline(long nanos) {

  private static final long LONGEST = Long.MAX_VALUE / 4;

  static Deadline in(Duration time) {
    return new Deadline(
        System.nanoTime() + Math.clamp(TimeUnit.NANOSECONDS.convert(time), 0, LONGEST));
  }

  /// This one, or the one in so much time if that comes first.
  Deadline orIn(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }

  /// Zero or more.
  long leftNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  boolean isPast() {
    return leftNanos() == 0;
  }
}
