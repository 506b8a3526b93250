package cellwarden.protocol;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// A date in one word: bits 15 to 9 years since 2000, 8 to 5 month, 4 to 0 day.
final class PackedDate {

  private static final int EPOCH = 2000;

  private PackedDate() {}

  /// The date in a word.
  ///
  /// @return empty for a word that is no date, such as 0 on boards that were never dated
  static Optional<LocalDate> decode(int word) {
    int year = EPOCH + (word >> 9);
    int month = word >> 5 & 0xF;
    int day = word & 0x1F;
    boolean valid =
        month >= 1 && month <= 12 && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
    return valid ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
  }

  /// @throws DateTimeException if the year is not 2000 to 2127
  static int encode(LocalDate date) {
    int years = date.getYear() - EPOCH;
    if (years < 0 || years > 0x7F) {
      throw new DateTimeException("a BMS can hold the years 2000 to 2127, not " + date.getYear());
    }
    return years << 9 | date.getMonthValue() << 5 | date.getDayOfMonth();
  }
}
