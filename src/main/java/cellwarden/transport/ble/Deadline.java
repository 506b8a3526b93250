package cellwarden.transport.ble;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A moment until which something may take.
///
/// @param nanos on the clock of [System#nanoTime()]
public record Deadline(long nanos) {

  private static final long LONGEST = Long.MAX_VALUE / 4;
  private static final long NANOS_PER_MILLI = 1_000_000;

  public static Deadline in(Duration timeout) {
    return new Deadline(
        System.nanoTime() + Math.clamp(TimeUnit.NANOSECONDS.convert(timeout), 0, LONGEST));
  }

  public boolean isPassed() {
    return leftNanos() == 0;
  }

  /// Zero or more.
  public long leftNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /// What is left, in milliseconds for `poll`: rounded up, so that the wait does not end early.
  public int leftMillis() {
    long millis = (leftNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /// This one, or the one in so much time if that comes first.
  public Deadline orIn(Duration timeout) {
    Deadline other = in(timeout);
    return other.nanos - nanos < 0 ? other : this;
  }
}
