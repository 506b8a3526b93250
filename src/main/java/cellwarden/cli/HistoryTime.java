package cellwarden.cli;

import cellwarden.config.ValueException;
import cellwarden.journal.history.HistoryQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// Moments as `history` takes them: so long ago (`7d`, `2w`), a day, or a day and a time; in the
/// time zone of the query unless an offset follows.
record HistoryTime(Instant now, ZoneId zone) {

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /// @throws UsageException if it is none
  Instant parse(String option, String text) {
    try {
      return within(now.minus(WeeksConverter.parse(text)));
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
      TemporalAccessor parsed = FORM.parse(text);
      ZoneOffset offset = parsed.query(TemporalQueries.offset());
      return LocalDateTime.from(parsed).atZone(offset == null ? zone : offset).toInstant();
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option
              + ": expected so long ago, such as 7d, or a moment such as 2026-06-01 or"
              + " 2026-06-01T12:00, found '"
              + text
              + "'");
    }
  }
}
