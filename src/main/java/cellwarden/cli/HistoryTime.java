package cellwarden.cli;

import cellwarden.config.Durations;
import cellwarden.config.ValueException;
import cellwarden.journal.history.HistoryQuery;
import java.time.DateTimeException;
import java.time.Duration;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments as `history` takes them: so long ago (`7d`, `2w`), a day, or a day and a time; in the time
/// zone of the query unless an offset follows.
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

  private static final Pattern WEEKS = Pattern.compile("([0-9]{1,4})w");

  /// @throws UsageException if it is none
  Instant parse(String option, String text) {
    try {
      return within(now.minus(duration(text)));
    } catch (ValueException | DateTimeException e) {
      return within(moment(option, text));
    }
  }

  private static Duration duration(String text) throws ValueException {
    Matcher weeks = WEEKS.matcher(text);
    return weeks.matches()
        ? Duration.ofDays(7 * Long.parseLong(weeks.group(1)))
        : Durations.parse(text);
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
