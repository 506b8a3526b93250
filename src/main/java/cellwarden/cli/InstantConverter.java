package cellwarden.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Moments on the command line: a day, or a day and a time; in UTC unless an offset follows.
public final class InstantConverter implements ITypeConverter<Instant> {

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
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter();

  @Override
  public Instant convert(String text) {
    try {
      return OffsetDateTime.parse(text, FORM).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "expected a moment such as 2026-06-01 or 2026-06-01T12:00:00Z, found '" + text + "'");
    }
  }
}
