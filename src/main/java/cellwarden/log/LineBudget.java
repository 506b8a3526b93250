package cellwarden.log;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/// Bounds the lines of the log: so many of one kind an hour, and so many of all kinds together.
///
/// What is left out is counted, and the count stands before the next line of its kind. Safe for use
/// by several threads.
final class LineBudget {

  /// Lines of one kind an hour: one a minute.
  static final int USUAL = 60;

  private static final int ALL_KINDS = 2000;
  private static final int MOST_KINDS = 300;
  private static final Duration HOUR = Duration.ofHours(1);

  /// Whether a line is written.
  sealed interface Answer {
    /// It is.
    ///
    /// @param leftOut lines of its kind that were not, in the hour before
    record Written(long leftOut) implements Answer {}

    /// It is, but those that follow are not.
    ///
    /// @param minutes how long
    record Last(long minutes) implements Answer {}

    /// It is not.
    record LeftOut() implements Answer {}
  }

  /// The lines of one kind in the hour that began with the first of them.
  private static final class Hour {
    private final long begun;
    private int lines;

    private Hour(long begun) {
      this.begun = begun;
    }

    private boolean isOver(long now) {
      return now - begun >= HOUR.toNanos();
    }

    private long minutesLeft(long now) {
      return Math.max(1, HOUR.minusNanos(now - begun).toMinutes());
    }
  }

  private final int most;
  private final LongSupplier nanos;
  private final SequencedMap<String, Hour> kinds = new LinkedHashMap<>();
  private Hour all;

  /// @param most of one kind an hour; 0: any number
  /// @param nanos the monotonic clock
  LineBudget(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
    this.all = new Hour(nanos.getAsLong());
  }

  synchronized Answer ask(String kind) {
    if (most == 0) {
      return new Answer.Written(0);
    }
    long now = nanos.getAsLong();
    if (all.isOver(now)) {
      all = new Hour(now);
    }
    Hour before = kinds.get(kind);
    long leftOut = 0;
    if (before == null || before.isOver(now)) {
      leftOut = before == null ? 0 : Math.max(0, before.lines - most);
      kinds.remove(kind);
      if (kinds.size() >= MOST_KINDS) {
        kinds.pollFirstEntry();
      }
      kinds.put(kind, new Hour(now));
    }
    Hour hour = kinds.get(kind);
    if (hour == null || all.lines > ALL_KINDS) {
      return new Answer.LeftOut();
    }
    hour.lines++;
    if (hour.lines > most) {
      return new Answer.LeftOut();
    }
    all.lines++;
    if (all.lines > ALL_KINDS) {
      return new Answer.Last(all.minutesLeft(now));
    }
    return hour.lines == most
        ? new Answer.Last(hour.minutesLeft(now))
        : new Answer.Written(leftOut);
  }
}
