package cellwarden.cli;

import java.math.BigDecimal;

/// Decimals in the one form in which equal numbers are equal objects.
final class Exact {

  private Exact() {}

  static BigDecimal of(String digits) {
    return of(new BigDecimal(digits));
  }

  static BigDecimal of(long number) {
    return of(BigDecimal.valueOf(number));
  }

  static BigDecimal of(BigDecimal number) {
    return number.stripTrailingZeros();
  }
}
