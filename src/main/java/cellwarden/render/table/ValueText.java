package cellwarden.render.table;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as text for programs: no exponents, which some do not read, and no stray decimals.
final class ValueText {

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
