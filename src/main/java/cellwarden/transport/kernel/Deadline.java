package cellwarden.transport.kernel;

import java.time.Duration;

/// A moment until which something may take.
///
/// @param nanos on the clock of [System#nanoTime()]
record Deadline(long nanos) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + Math.min(timeout.toNanos(), Long.MAX_VALUE / 2));
  }

  boolean isPassed() {
    return left() <= 0;
  }

  /// What is left, in milliseconds for `poll`: rounded up, so that the wait does not end early.
  int millis() {
    long millis = (Math.max(0, left()) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /// This one, or another that passes first.
  Deadline orIn(Duration timeout) {
    Deadline other = in(timeout);
    return other.nanos - nanos < 0 ? other : this;
  }

  private long left() {
    return nanos - System.nanoTime();
  }
}
