package cellwarden.journal.history.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as text for programs: no exponents, which some do not read, and no stray decimals.
final class Numbers {

  private Numbers() {}

  /// A number, state or text; the items of a list with blanks between them; empty for null.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Double number -> plain(number);
      case List<?> list -> list.stream().map(Numbers::text).collect(Collectors.joining(" "));
      default -> value.toString();
    };
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
