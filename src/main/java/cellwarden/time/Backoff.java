package cellwarden.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures in a row: doubling up to a limit, spread by a quarter either
/// way, so that several batteries (or programs) that failed together do not come back together.
///
/// @param first after the first failure
/// @param limit never longer than this, before it is spread
public record Backoff(Duration first, Duration limit, RandomGenerator random) {

  private static final int MAX_DOUBLINGS = 20;
  private static final double SPREAD = 0.25;

  /// The pause after so many failures.
  ///
  /// @param failures in a row, at least 1
  public Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration delay = doubled.compareTo(limit) < 0 ? doubled : limit;
    double factor = random.nextDouble(1 - SPREAD, 1 + SPREAD);
    return Duration.ofNanos((long) (delay.toNanos() * factor));
  }
}
