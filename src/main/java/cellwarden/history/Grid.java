package cellwarden.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneRules;

/// The intervals into which time is cut. Those of whole days are local days, so that one may have
/// 23 or 25 hours; several days are counted from a Monday, months and years from the year 0.
/// Shorter ones are counted from local midnight, and the last one of a day ends with it. For one
/// thread.
public final class Grid {

  private static final LocalDate A_MONDAY = LocalDate.of(1969, 12, 29);
  private static final int MOST_DAYS_OF_A_MONTH = 31;

  private final Duration every;
  private final int months;
  private final ZoneId zone;
  private final long step;
  private final long days;
  private long dayStart = Long.MAX_VALUE;
  private long dayEnd = Long.MIN_VALUE;

  private Grid(Duration every, int months, ZoneId zone) {
    this.every = every;
    this.months = months;
    this.zone = zone;
    this.step = every.toMillis();
    this.days = every.toDays();
  }

  /// Intervals of this length in a time zone.
  ///
  /// @param every whole days, or less than a day
  /// @throws IllegalArgumentException if it is neither, or shorter than a second
  public static Grid of(Duration every, ZoneId zone) {
    boolean wholeDays = every.toDays() > 0 && every.equals(Duration.ofDays(every.toDays()));
    boolean partOfADay = every.toDays() == 0 && every.toMillis() >= 1000;
    if (!wholeDays && !partOfADay) {
      throw new IllegalArgumentException(
          "an interval is at least 1s, and whole days or less than one, such as 10m, 1h, 1d or 7d");
    }
    return new Grid(every, 0, zone);
  }

  /// Months of the calendar, twelve of them a year.
  ///
  /// @param months at least one
  /// @throws IllegalArgumentException if there are none
  public static Grid ofMonths(int months, ZoneId zone) {
    if (months < 1) {
      throw new IllegalArgumentException("an interval is at least 1mo");
    }
    return new Grid(Duration.ofDays((long) MOST_DAYS_OF_A_MONTH * months), months, zone);
  }

  /// Intervals of this length from midnight UTC on.
  public static Grid utc(Duration every) {
    return of(every, ZoneOffset.UTC);
  }

  /// How long one usually is; of months not less than the longest one.
  public Duration every() {
    return every;
  }

  /// How many months of the calendar one has; 0 where it is cut otherwise.
  public int months() {
    return months;
  }

  public ZoneId zone() {
    return zone;
  }

  /// Where the interval begins that a moment lies in; all in milliseconds since 1970.
  public long start(long time) {
    locate(time);
    return days > 0 ? dayStart : dayStart + (time - dayStart) / step * step;
  }

  /// Where the interval ends that a moment lies in, which is where the next one begins.
  public long end(long time) {
    locate(time);
    return days > 0 ? dayEnd : Math.min(dayEnd, start(time) + step);
  }

  /// Whether every border between these moments is one of another grid's, of shorter intervals from
  /// midnight UTC on.
  public boolean follows(Grid finer, Instant from, Instant to) {
    if (step % finer.step != 0) {
      return false;
    }
    ZoneRules rules = zone.getRules();
    return isWhole(rules.getOffset(from), finer)
        && rules.getTransitions().stream()
            .filter(
                change -> !change.getInstant().isBefore(from) && !change.getInstant().isAfter(to))
            .allMatch(change -> isWhole(change.getOffsetAfter(), finer))
        && rules.getTransitionRules().stream()
            .allMatch(change -> isWhole(change.getOffsetAfter(), finer));
  }

  private static boolean isWhole(ZoneOffset offset, Grid finer) {
    return Duration.ofSeconds(offset.getTotalSeconds()).toMillis() % finer.step == 0;
  }

  private void locate(long time) {
    if (time >= dayStart && time < dayEnd) {
      return;
    }
    LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
    LocalDate first;
    LocalDate next;
    if (months > 0) {
      first = date.withDayOfMonth(1).minusMonths(Math.floorMod(monthOf(date), months));
      next = first.plusMonths(months);
    } else {
      long length = Math.max(1, days);
      first = date.minusDays(Math.floorMod(date.toEpochDay() - A_MONDAY.toEpochDay(), length));
      next = first.plusDays(length);
    }
    dayStart = first.atStartOfDay(zone).toInstant().toEpochMilli();
    dayEnd = next.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private static long monthOf(LocalDate date) {
    return date.getLong(ChronoField.PROLEPTIC_MONTH);
  }
}
