package cellwarden.history.scan;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Reads the times of the journal, millions of them: `2026-11-22T14:00:00.123Z`. Neighbours are of
/// the same day, so the day is worked out once. Any other time in ISO 8601 with an offset is fine
/// too. For one thread.
final class TimeParser {

  /// What is no time.
  static final long NONE = Long.MIN_VALUE;

  private static final String FORM = "0000-00-00T00:00:00.000Z";
  private static final int DAY_LENGTH = 10;
  private static final long MILLIS_OF_A_DAY = 86_400_000;

  private final char[] day = new char[DAY_LENGTH];
  private long dayMillis;

  /// Milliseconds since 1970, cut off below; [#NONE] if it is no time.
  long parse(char[] text, int offset, int length) {
    if (!hasForm(text, offset, length)) {
      return slowly(new String(text, offset, length));
    }
    if (!isSameDay(text, offset)) {
      long whole = slowly(new String(text, offset, length));
      if (whole != NONE) {
        System.arraycopy(text, offset, day, 0, DAY_LENGTH);
        dayMillis = Math.floorDiv(whole, MILLIS_OF_A_DAY) * MILLIS_OF_A_DAY;
      }
      return whole;
    }
    int hour = digits(text, offset + 11, 2);
    int minute = digits(text, offset + 14, 2);
    int second = digits(text, offset + 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      return slowly(new String(text, offset, length));
    }
    return dayMillis + ((hour * 60L + minute) * 60 + second) * 1000 + digits(text, offset + 20, 3);
  }

  private static boolean hasForm(char[] text, int offset, int length) {
    if (length != FORM.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char form = FORM.charAt(i);
      char found = text[offset + i];
      if (form == '0' ? found < '0' || found > '9' : found != form) {
        return false;
      }
    }
    return true;
  }

  private boolean isSameDay(char[] text, int offset) {
    for (int i = DAY_LENGTH - 1; i >= 0; i--) {
      if (text[offset + i] != day[i]) {
        return false;
      }
    }
    return true;
  }

  private static int digits(char[] text, int offset, int count) {
    int number = 0;
    for (int i = offset; i < offset + count; i++) {
      number = 10 * number + text[i] - '0';
    }
    return number;
  }

  private static long slowly(String text) {
    try {
      Instant time = Instant.parse(text);
      return time.toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      return NONE;
    }
  }
}
