package cellwarden.history.summary;

import cellwarden.history.HistoryField;
import cellwarden.history.scan.SampleBatch;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/// Reads the words of a summary: one thing a line, with one blank between two words. Numbers in
/// millionths are decimals, what is unknown is `-`, and times are UTC.
///
/// It takes for granted that the text was written by this program: whoever reads has held a check
/// value against it.
final class SummaryText {

  static final Charset CHARSET = StandardCharsets.US_ASCII;

  /// What the lines begin with.
  static final String SECTION = "section";

  static final String BATTERY = "battery";
  static final String SAMPLE = "sample";
  static final String LAST = "last";
  static final String SLOT = "slot";

  /// Seconds are written in millionths.
  static final long MICROS_PER_MILLI = 1000;

  private static final String UNKNOWN = "-";

  /// Before a time in milliseconds since 1970 that has no usual form.
  private static final char RAW_TIME = '@';

  private static final int DECIMALS = 6;
  private static final long MILLION = 1_000_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  private final byte[] bytes;
  private final int end;
  private int at;
  private long whole;
  private long millionths;

  SummaryText(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /// Writes a line.
  static void line(StringBuilder out, Object... words) {
    for (int i = 0; i < words.length; i++) {
      out.append(i == 0 ? "" : " ").append(words[i]);
    }
    out.append('\n');
  }

  /// How the line of a field begins; those of a slot stand below its own.
  static String ofField(HistoryField field) {
    return " " + field.name();
  }

  /// The word for a name, which may have blanks and anything else in it.
  static String ofName(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /// The word for a number in millionths.
  static String ofNumber(long millionths) {
    return millionths == SampleBatch.UNKNOWN ? UNKNOWN : ofDecimal(0, millionths);
  }

  /// @param millionths to be added
  static String ofDecimal(long whole, long millionths) {
    long carried = whole + millionths / MILLION;
    long rest = millionths % MILLION;
    return rest == 0
        ? Long.toString(carried)
        : BigDecimal.valueOf(carried)
            .add(BigDecimal.valueOf(rest, DECIMALS))
            .stripTrailingZeros()
            .toPlainString();
  }

  static String ofTime(long millis) {
    return millis >= 0 && millis < END_OF_TIME
        ? Instant.ofEpochMilli(millis).toString()
        : RAW_TIME + "" + millis;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  /// Goes behind a word, if it is the next one.
  boolean take(byte[] word) {
    int stop = at + word.length;
    if (stop >= end || bytes[stop] > ' ') {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (bytes[at + i] != word[i]) {
        return false;
      }
    }
    at = stop + 1;
    return true;
  }

  boolean take(String word) {
    return take(word.getBytes(CHARSET));
  }

  /// Whether the line goes on after the word that was read.
  boolean hasMore() {
    return bytes[at - 1] == ' ';
  }

  void skipLine() {
    while (bytes[at++] != '\n') {
      // On to the end of the line.
    }
  }

  String name() {
    int start = at;
    while (bytes[at] > ' ') {
      at++;
    }
    return URLDecoder.decode(
        new String(bytes, start, at++ - start, CHARSET), StandardCharsets.UTF_8);
  }

  /// A whole number.
  long whole() {
    readDecimal();
    return whole;
  }

  /// A number in millionths.
  long number() {
    if (take(UNKNOWN)) {
      return SampleBatch.UNKNOWN;
    }
    readDecimal();
    return whole * MILLION + millionths;
  }

  /// Reads a number that may be too large for millionths: [#readWhole()] and [#readMillionths()]
  /// are its parts, both of the same sign.
  void readDecimal() {
    boolean negative = bytes[at] == '-';
    at += negative ? 1 : 0;
    whole = digits();
    millionths = 0;
    if (bytes[at] == '.') {
      int start = ++at;
      millionths = digits();
      for (int i = at - start; i < DECIMALS; i++) {
        millionths *= 10;
      }
    }
    at++;
    if (negative) {
      whole = -whole;
      millionths = -millionths;
    }
  }

  long readWhole() {
    return whole;
  }

  long readMillionths() {
    return millionths;
  }

  /// Milliseconds since 1970.
  long time() {
    if (bytes[at] == RAW_TIME) {
      at++;
      return whole();
    }
    int year = (int) digits();
    int month = (int) nextDigits();
    long day = LocalDate.of(year, month, (int) nextDigits()).toEpochDay();
    long seconds = (nextDigits() * 60 + nextDigits()) * 60 + nextDigits();
    long millis = bytes[at] == '.' ? nextDigits() : 0;
    // The `Z` and what follows it.
    at += 2;
    return day * MILLIS_PER_DAY + seconds * 1000 + millis;
  }

  private long nextDigits() {
    at++;
    return digits();
  }

  private long digits() {
    long number = 0;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      number = 10 * number + bytes[at++] - '0';
    }
    return number;
  }
}
