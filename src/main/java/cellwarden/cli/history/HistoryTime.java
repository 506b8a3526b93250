package cellwarden.cli.history;

import cellwarden.cli.console.OptionTypes;
import cellwarden.history.Grid;
import cellwarden.history.HistoryQuery;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/// Moments as `history` takes and shows them, in the time zone of the query.
///
/// @param now what is said to be so long ago counts from here
record HistoryTime(Instant now, ZoneId zone) {

  private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx");
  private static final int MONTHS_OF_A_YEAR = 12;

  /// A moment as [OptionTypes#moment] reads it, in the time zone of the query.
  ///
  /// @throws cellwarden.cli.console.CommandException if it is none
  Instant parse(String option, String text) {
    return within(OptionTypes.moment(option, text, now, zone));
  }

  /// When the local day began.
  Instant today() {
    return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  /// When it ends.
  Instant tomorrow() {
    return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }

  /// No clock shows more.
  static Instant within(Instant time) {
    if (time.isBefore(HistoryQuery.BEGINNING)) {
      return HistoryQuery.BEGINNING;
    }
    return time.isAfter(HistoryQuery.END) ? HistoryQuery.END : time;
  }

  /// For people: local time, with the offset only where the clocks show the same time twice.
  String text(Instant time) {
    return text(time, PLAIN, WITH_OFFSET);
  }

  private String text(Instant time, DateTimeFormatter plain, DateTimeFormatter twice) {
    ZonedDateTime local = time.atZone(zone);
    int offsets = zone.getRules().getValidOffsets(local.toLocalDateTime()).size();
    return (offsets > 1 ? twice : plain).format(local);
  }

  /// How people read where intervals begin: no more of it than they need.
  ///
  /// @param oneDay whether all are of a day that is known
  Function<Instant, String> starts(Grid grid, boolean oneDay) {
    if (grid.every().toDays() > 0) {
      int months = grid.months();
      String days =
          months == 0 ? "uuuu-MM-dd" : months % MONTHS_OF_A_YEAR == 0 ? "uuuu" : "uuuu-MM";
      DateTimeFormatter format = DateTimeFormatter.ofPattern(days);
      return time -> text(time, format, format);
    }
    String pattern =
        (oneDay ? "" : "uuuu-MM-dd ") + (grid.every().toSecondsPart() == 0 ? "HH:mm" : "HH:mm:ss");
    DateTimeFormatter plain = DateTimeFormatter.ofPattern(pattern);
    DateTimeFormatter twice = DateTimeFormatter.ofPattern(pattern + "xxx");
    return time -> text(time, plain, twice);
  }

  /// For programs: the beginning of an interval, with the offset of the zone whose days they are.
  String withOffset(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
  }
}
