package cellwarden.poll;

import java.time.Duration;

/// What a battery needs between the connect and the first request, learned from its connects.
///
/// A board that sleeps loses the first request: from then on a request is sent ahead that may be
/// lost. A board that gives up a link on which it is asked at once gets a pause. Either costs a try
/// once, and nothing where it is not needed: what turns out to be needless is forgotten.
final class LearnedStart {

  private static final Duration FIRST_KNOCK = Duration.ofMillis(250);
  private static final Duration LONGEST_KNOCK = Duration.ofSeconds(1);

  /// Requests sent ahead in a row that were answered.
  private static final int NEEDLESS_KNOCKS = 3;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// Paused connects from one without a pause, to see whether it is needed, to the next.
  private static final int MOST_PAUSED = 1000;

  private Duration knock = Duration.ZERO;
  private int needlessKnocks;
  private Duration pause = Duration.ZERO;
  private int paused;
  private int pausedUntilTrial = 1;

  /// How long a request that may be lost is sent ahead; zero for none.
  Duration knock() {
    return knock;
  }

  /// Pause before anything is sent.
  Duration pause() {
    return isTrial() ? Duration.ZERO : pause;
  }

  private boolean isTrial() {
    return paused >= pausedUntilTrial;
  }

  /// The first request was answered.
  ///
  /// @param lost whether only when it was sent again
  /// @param knockAnswered whether the request sent ahead was answered, too
  void answered(boolean lost, boolean knockAnswered) {
    needlessKnocks = knockAnswered ? needlessKnocks + 1 : 0;
    if (lost) {
      knock = knock.isZero() ? FIRST_KNOCK : shorter(knock.multipliedBy(2), LONGEST_KNOCK);
    } else if (needlessKnocks >= NEEDLESS_KNOCKS) {
      knock = Duration.ZERO;
    }
    if (isTrial()) {
      forgetPause();
    } else if (!pause.isZero()) {
      paused++;
    }
  }

  /// The link gave no answer at all.
  void unanswered() {
    if (isTrial()) {
      pausedUntilTrial = Math.min(10 * pausedUntilTrial, MOST_PAUSED);
      paused = 0;
    } else if (pause.compareTo(LONGEST_PAUSE) < 0) {
      pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    } else {
      forgetPause();
    }
  }

  private void forgetPause() {
    pause = Duration.ZERO;
    paused = 0;
    pausedUntilTrial = 1;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
