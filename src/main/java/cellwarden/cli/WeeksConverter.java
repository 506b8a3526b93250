package cellwarden.cli;

import cellwarden.config.Durations;
import cellwarden.config.ValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as everywhere, and weeks: `2w`.
final class WeeksConverter implements ITypeConverter<Duration> {

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
        : Durations.parse(text);
  }
}
