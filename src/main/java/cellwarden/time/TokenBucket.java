package cellwarden.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Bounds how often something is done: so many at once, and then one in so long. Safe for use by
/// several threads.
public final class TokenBucket {

  private final int burst;
  private final long eachNanos;
  private final LongSupplier nanos;
  private double left;
  private long counted;

  /// @param burst how many at once
  /// @param each time after which there may be one more
  /// @param nanos the monotonic clock
  public TokenBucket(int burst, Duration each, LongSupplier nanos) {
    this.burst = burst;
    this.eachNanos = each.toNanos();
    this.nanos = nanos;
    this.left = burst;
    this.counted = nanos.getAsLong();
  }

  /// Whether it may be done once more, which counts.
  public synchronized boolean take() {
    long now = nanos.getAsLong();
    left = Math.min(burst, left + (double) (now - counted) / eachNanos);
    counted = now;
    boolean may = left >= 1;
    left -= may ? 1 : 0;
    return may;
  }
}
