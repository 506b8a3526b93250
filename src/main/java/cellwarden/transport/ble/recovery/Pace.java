package cellwarden.transport.ble.recovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How often something may be done: pauses that double up to a limit, and so often a day. By the
/// monotonic clock.
final class Pace {

  private static final int MOST_DOUBLINGS = 10;

  private final Duration first;
  private final Duration longest;
  private final int perDay;
  private final Deque<Long> lastDay = new ArrayDeque<>();
  private int inARow;
  private long from;
  private boolean waits;

  Pace(Duration first, Duration longest, int perDay) {
    this.first = first;
    this.longest = longest;
    this.perDay = perDay;
  }

  boolean allows(long now) {
    while (!lastDay.isEmpty() && now - lastDay.peek() >= Duration.ofDays(1).toNanos()) {
      lastDay.remove();
    }
    return lastDay.size() < perDay && !(waits && now - from < 0);
  }

  /// It was done.
  void done(long now) {
    lastDay.add(now);
    Duration pause = first.multipliedBy(1L << Math.min(inARow, MOST_DOUBLINGS));
    inARow++;
    waitFrom(now, pause.compareTo(longest) < 0 ? pause : longest);
  }

  /// There was a reason not to do it now.
  void spared(long now) {
    waitFrom(now, first);
  }

  private void waitFrom(long now, Duration pause) {
    waits = true;
    from = now + pause.toNanos();
  }

  /// It helped: the pauses begin short again. What was done today stays counted.
  void helped() {
    inARow = 0;
    waits = false;
  }
}
