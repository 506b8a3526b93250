package cellwarden.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as the user writes them: a whole number and one of `ms`, `s`, `m`, `h`, `d`.
public final class Durations {
  static final String PATTERN = "[0-9]{1,9}(ms|s|m|h|d)";
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)?");

  private Durations() {}

  /// Reads `500ms`, `10s`, `5m`, `1h` or `7d`.
  ///
  /// @throws ValueException with one sentence when it is none of these
  public static Duration parse(String text) throws ValueException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw ValueException.of("a duration such as 500ms, 10s, 5m, 1h or 1d", text);
    }
    long count = Long.parseLong(form.group(1));
    return switch (String.valueOf(form.group(2))) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> throw new ValueException(text + " has no unit; write " + text + "s for seconds");
    };
  }

  /// The shortest text that [#parse(String)] reads back to the same duration, which is cut to
  /// milliseconds.
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    } else if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    } else if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    } else if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
