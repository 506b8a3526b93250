package cellwarden.time;

import java.time.Duration;

/// Fixed points on the monotonic clock, one interval apart, that do not drift: a poll that takes
/// long delays no other than those it runs over, and those are left out.
public final class Schedule {

  private final long intervalNanos;
  private final long startNanos;

  public Schedule(Duration interval, long startNanos) {
    this.intervalNanos = interval.toNanos();
    this.startNanos = startNanos;
  }

  /// Time from `nowNanos` to the next point after it.
  public Duration untilNext(long nowNanos) {
    long elapsed = nowNanos - startNanos;
    return Duration.ofNanos(intervalNanos - Math.floorMod(elapsed, intervalNanos));
  }
}
