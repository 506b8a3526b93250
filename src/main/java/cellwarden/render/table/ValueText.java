package cellwarden.render.table;

import cellwarden.text.Printable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as text: for programs without exponents, which some do not read, and stray decimals; for
/// people with words for what is no number.
public final class ValueText {

  private static final String NONE = "none";
  private static final double LARGEST = 1e15;
  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_SECONDS = 3600;
  private static final int DAY_SECONDS = 86_400;

  private ValueText() {}

  /// A number, state or text; the items of a list with blanks between them, `null` for an unknown
  /// one; empty for null.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Double number -> plain(number);
      case List<?> list ->
          list.stream()
              .map(item -> item == null ? "null" : text(item))
              .collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }

  /// A value for a person: `on`, `off`, or `none` for an empty list.
  ///
  /// @param unknown stands for null
  /// @param between stands between the items of a list
  /// @param other writes anything else
  public static String forPeople(
      @Nullable Object value, String unknown, String between, Function<Object, String> other) {
    return switch (value) {
      case null -> unknown;
      case Boolean on -> on ? "on" : "off";
      case List<?> list when list.isEmpty() -> NONE;
      case List<?> list ->
          list.stream()
              .map(item -> forPeople(item, unknown, between, other))
              .collect(Collectors.joining(between));
      default -> other.apply(value);
    };
  }

  /// A measurement for a person, with its unit; a time in words.
  ///
  /// @param unknown stands for null
  /// @param between stands between the items of a list
  public static String measured(
      @Nullable Object value, String unknown, String between, int digits, String unit) {
    if (value instanceof Number seconds && unit.equals("s")) {
      return duration(Math.round(seconds.doubleValue()));
    }
    String text = forPeople(value, unknown, between, item -> number(item, digits));
    return value == null || text.equals(NONE) || unit.isEmpty() ? text : text + " " + unit;
  }

  /// A decimal number with so many decimals; anything else as it is, and printable.
  public static String number(Object value, int digits) {
    return value instanceof Double number ? fixed(number, digits) : Printable.of(value.toString());
  }

  /// With so many decimals, and without `-0.0`. A table has thousands of these, for which the
  /// formatter of the JDK takes longer than all the rest.
  static String fixed(double value, int digits) {
    double scaled = Math.abs(value) * Math.pow(10, digits);
    if (!(scaled < LARGEST)) {
      return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
    long rounded = Math.round(scaled);
    StringBuilder text = new StringBuilder(Long.toString(rounded));
    while (text.length() <= digits) {
      text.insert(0, '0');
    }
    if (digits > 0) {
      text.insert(text.length() - digits, '.');
    }
    return value < 0 && rounded > 0 ? text.insert(0, '-').toString() : text.toString();
  }

  /// `13.31`, `13.0` and `0.0001`: always with a decimal point.
  private static String plain(double number) {
    String shortest = Double.toString(number);
    if (shortest.indexOf('E') < 0) {
      return shortest;
    }
    String digits = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    return digits.indexOf('.') < 0 ? digits + ".0" : digits;
  }

  /// A time in words, as exact as people want it: `45 s`, `12 min`, `3 h 05 min`, `12 days`.
  public static String duration(long seconds) {
    if (seconds < 2 * MINUTE_SECONDS) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR_SECONDS) {
      return seconds / MINUTE_SECONDS + " min";
    }
    Duration time = Duration.ofSeconds(seconds);
    return seconds < 2 * DAY_SECONDS
        ? String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart())
        : time.toDays() + " days";
  }
}
