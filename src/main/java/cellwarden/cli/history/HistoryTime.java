package cellwarden.cli.history;

import cellwarden.cli.UsageException;
import cellwarden.config.Amounts;
import cellwarden.config.ValueException;
import cellwarden.history.HistoryQuery;
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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

  /// Durations as everywhere, and weeks: `2w`.
  static final class WeeksConverter implements ITypeConverter<Duration> {

    private static final Pattern WEEKS = Pattern.compile("([0-9]{1,6})w");
    private static final int DAYS = 7;

    @Override
    public Duration convert(String text) {
      try {
        return parse(text);
      } catch (ValueException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }

    static Duration parse(String text) throws ValueException {
      Matcher weeks = WEEKS.matcher(text);
      return weeks.matches()
          ? Duration.ofDays(DAYS * Long.parseLong(weeks.group(1)))
          : Amounts.duration(text);
    }
  }
}
