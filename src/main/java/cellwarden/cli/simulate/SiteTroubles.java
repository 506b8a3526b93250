package cellwarden.cli.simulate;

import java.time.Duration;

/// What goes wrong at a site, and when: always the same for the same seed and site.
///
/// A link that is cut for a while, a clock that is off, messages that are sent twice. The dice fall
/// for each ten minutes since the start.
///
/// @param seed of the fleet
/// @param site its number, from 1
record SiteTroubles(long seed, int site) {

  private static final long PERIOD_SECONDS = 600;

  /// Of ten sites one is cut off in any ten minutes, for up to three minutes.
  private static final double CUT = 0.1;

  private static final long SHORTEST_CUT = 20;
  private static final long LONGEST_CUT = 180;

  /// Of 20 sites one has a clock that is off, by up to two hours either way.
  private static final double WRONG_CLOCK = 0.05;

  private static final long MOST_WRONG_SECONDS = 7200;

  /// Of 50 sites one starts with a clock that nobody has set, and that stands days behind.
  private static final double UNSET_CLOCK = 0.02;

  private static final Duration UNSET_FOR = Duration.ofSeconds(90);
  private static final long MOST_DAYS_BEHIND = 20;

  /// One message in so many comes twice.
  private static final int ONCE_IN = 100;

  /// Whether the broker is out of reach.
  ///
  /// @param since the start
  boolean isCut(Duration since) {
    long period = period(since);
    long length = SHORTEST_CUT + (long) (dice(2, period) * (LONGEST_CUT - SHORTEST_CUT));
    long begin = (long) (dice(3, period) * (PERIOD_SECONDS - length));
    long second = Math.floorMod(since.toSeconds(), PERIOD_SECONDS);
    return dice(1, period) < CUT && second >= begin && second < begin + length;
  }

  /// How far the wall clock is ahead.
  Duration clockError(Duration since) {
    if (isClockUnset(since)) {
      return Duration.ofDays(-1 - (long) (dice(5, 0) * MOST_DAYS_BEHIND));
    }
    long period = period(since);
    return dice(6, period) < WRONG_CLOCK
        ? Duration.ofSeconds((long) ((2 * dice(7, period) - 1) * MOST_WRONG_SECONDS))
        : Duration.ZERO;
  }

  /// Whether nobody has set the clock yet.
  boolean isClockUnset(Duration since) {
    return since.compareTo(UNSET_FOR) < 0 && dice(4, 0) < UNSET_CLOCK;
  }

  /// Whether a message goes out a second time.
  ///
  /// @param number of the message
  boolean isSentTwice(long number) {
    return Math.floorMod(number + site, ONCE_IN) == 0;
  }

  private static long period(Duration since) {
    return Math.floorDiv(since.toSeconds(), PERIOD_SECONDS);
  }

  /// 0 to 1 (the finaliser of SplitMix64).
  private double dice(int purpose, long index) {
    long mixed = (seed * 31 + purpose) * 0x9E3779B97F4A7C15L;
    mixed += site * 0xBF58476D1CE4E5B9L + index * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
