package cellwarden.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A moment until which something may take.
///
/// @param nanos on the clock of [System#nanoTime()]
/// @param timeout how long it was from the beginning, for messages
public record Deadline(long nanos, Duration timeout) {

  private static final long LONGEST = Long.MAX_VALUE / 4;
  private static final long NANOS_PER_MILLI = 1_000_000;

  public static Deadline in(Duration timeout) {
    long nanos = Math.clamp(TimeUnit.NANOSECONDS.convert(timeout), 0, LONGEST);
    return new Deadline(System.nanoTime() + nanos, timeout);
  }

  public boolean isPassed() {
    return leftNanos() == 0;
  }

  /// Zero or more.
  public long leftNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /// What is left, in whole milliseconds: rounded up, so that a wait does not end early.
  public int leftMillis() {
    long millis = (leftNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /// This one, or the one in so much time if that comes first.
  public Deadline orIn(Duration limit) {
    Deadline other = in(limit);
    return other.nanos - nanos < 0 ? other : this;
  }

  /// How long was tried, for messages: `10 s`, `300 ms`.
  public String words() {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}
