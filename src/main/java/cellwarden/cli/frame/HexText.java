package cellwarden.cli.frame;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// Hexadecimal bytes as people paste them: `dd03`, `DD:03`, `DD.03`, `DD-03`, `0xdd, 0x03`,
/// `\xdd\x03`, also in brackets or quotes.
final class HexText {

  /// A comma goes on to the next byte, with the blanks after it; other blanks part fragments.
  private static final Pattern BLANKS = Pattern.compile("(?<![,;\\s])\\s+");

  private static final Pattern AROUND = Pattern.compile("^[\\[({\"']+|[\\])}\"',;]+$");
  private static final Pattern BETWEEN = Pattern.compile("[:.,;\\s-]+|(?=0[xX])|(?=\\\\x)");
  private static final Pattern PREFIX = Pattern.compile("^(?:0[xX]|\\\\x)");

  private HexText() {}

  /// What blanks part, such as the fragments of a capture.
  static String[] fragments(String line) {
    return line.isBlank() ? new String[0] : BLANKS.split(line.strip(), -1);
  }

  /// The digits alone, two for each byte; a byte that stands alone may have one. What is not such
  /// bytes stays as it is.
  static String digits(String text) {
    if (text.chars().allMatch(HexFormat::isHexDigit)) {
      return text;
    }
    String[] parts = BETWEEN.split(AROUND.matcher(text.strip()).replaceAll(""), -1);
    StringBuilder digits = new StringBuilder();
    for (String part : parts) {
      String bytes = PREFIX.matcher(part).replaceFirst("");
      boolean alone = parts.length > 1 || !bytes.equals(part);
      String pairs = alone && bytes.length() == 1 ? "0" + bytes : bytes;
      boolean onlyPrefix = bytes.isEmpty() && !part.isEmpty();
      if (pairs.length() % 2 != 0 || onlyPrefix) {
        return text;
      }
      digits.append(pairs);
    }
    return digits.toString();
  }

  /// The bytes themselves.
  ///
  /// @throws IllegalArgumentException if it is not an even number of hexadecimal digits
  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(digits(text));
  }
}
