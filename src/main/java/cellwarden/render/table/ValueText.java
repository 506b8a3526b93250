package cellwarden.render.table;

import cellwarden.text.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as text: for programs without exponents, which some do not read, and stray decimals; for
/// people with words for what is no number.
public final class ValueText {

  private static final double LARGEST = 1e15;

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
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list ->
          list.stream()
              .map(item -> forPeople(item, unknown, between, other))
              .collect(Collectors.joining(between));
      default -> other.apply(value);
    };
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
}
