package cellwarden.cli.history;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.OptionTypes;
import cellwarden.config.ValueException;
import cellwarden.history.HistoryQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Moments as `history` takes and shows them, in the time zone of the query.
///
/// @param now what is said to be so long ago counts from here
record HistoryTime(Instant now, ZoneId zone) {

  private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx");

  /// So long ago (`7d`, `2w`), a day, or a day and a time; in the time zone of the query unless an
  /// offset follows.
  ///
  /// @throws CommandException if it is none
  Instant parse(String option, String text) {
    try {
      return within(now.minus(OptionTypes.duration(text)));
    } catch (ValueException | DateTimeException e) {
      return within(moment(option, text));
    }
  }

  /// No clock shows more.
  private static Instant within(Instant time) {
    if (time.isBefore(HistoryQuery.BEGINNING)) {
      return HistoryQuery.BEGINNING;
    }
    return time.isAfter(HistoryQuery.END) ? HistoryQuery.END : time;
  }

  private Instant moment(String option, String text) {
    try {
      return OptionTypes.moment(text, zone);
    } catch (DateTimeException e) {
      throw CommandException.usage(
          option
              + ": expected so long ago, such as 7d, or a moment such as 2026-06-01 or"
              + " 2026-06-01T12:00, found '"
              + text
              + "'");
    }
  }

  /// For people: local time, with the offset only where the clocks show the same time twice.
  String text(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    boolean twice = zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
    return (twice ? WITH_OFFSET : PLAIN).format(local);
  }

  /// For people: the day alone.
  String day(Instant time) {
    return time.atZone(zone).toLocalDate().toString();
  }

  /// For programs: the beginning of an interval, with the offset of the zone whose days they are.
  String withOffset(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
  }
}
