package cellwarden.output.delivery;

import java.time.Duration;
import java.util.Optional;

/// How what was missed is delivered.
///
/// @param gap from one message to the next, at least
/// @param refused how long nothing of a battery is sent after the receiver refused it
/// @param retry how long nothing is sent after other trouble in a session that goes on
/// @param saveEvery how old the saved state may get: after a crash, the samples that were delivered
///   since then are delivered twice
/// @param saveAfter how many deliveries the saved state may miss
/// @param maxAge what is older is not sent; empty: everything is
public record BackfillSettings(
    Duration gap,
    Duration refused,
    Duration retry,
    Duration saveEvery,
    int saveAfter,
    Optional<Duration> maxAge) {

  /// A hundred messages a second: a subscriber whom Mosquitto by default sends twenty messages at a
  /// time keeps up with that over a link that takes 200 ms there and back, and its queue in the
  /// broker, which has an end, stays empty. A week of samples every 10 s takes ten minutes.
  private static final Duration GAP = Duration.ofMillis(10);

  /// Permissions at a broker are changed by people.
  private static final Duration REFUSED = Duration.ofHours(1);

  private static final Duration RETRY = Duration.ofMinutes(1);

  /// Twelve small writes an hour, beside 360 journal lines of one battery every 10 s.
  private static final Duration SAVE_EVERY = Duration.ofMinutes(5);

  /// A second of a backlog, so that even a program that is restarted again and again gets on with
  /// it; a week of samples every 10 s makes 600 such writes, once.
  private static final int SAVE_AFTER = 100;

  /// What suits every output.
  public static BackfillSettings with(Optional<Duration> maxAge) {
    return new BackfillSettings(GAP, REFUSED, RETRY, SAVE_EVERY, SAVE_AFTER, maxAge);
  }
}
