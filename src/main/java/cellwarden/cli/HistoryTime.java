package cellwarden.cli;

import cellwarden.config.Durations;
import cellwarden.config.ValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;

/// Moments as `history` takes them: so long ago (`7d`), a day, or a day and a time; in the time
/// zone of the query unless an offset follows.
record HistoryTime(Instant now, ZoneId zone) {

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter();

  /// @throws UsageException if it is none
  Instant parse(String option, String text) {
    try {
      return now.minus(Durations.parse(text));
    } catch (ValueException | DateTimeException e) {
      return moment(option, text);
    }
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
