package cellwarden.text;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The one place that makes text from outside harmless wherever a person reads it: what batteries,
/// their neighbours and libraries say may hold characters that colour the screen, ring the bell,
/// break a row in two or turn the direction of writing.
public final class Printable {

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private static final int LAST_OF_ONE_BYTE = 0xFF;

  private Printable() {}

  /// The text with its control characters, and others that are not seen, written as in source code,
  /// such as `\n` and `\x1b`. Programs get the text as it is.
  public static String of(String text) {
    return INVISIBLE.matcher(text).replaceAll(Printable::escape);
  }

  private static String escape(MatchResult found) {
    int character = found.group().codePointAt(0);
    return switch (character) {
      case '\n' -> "\\\\n";
      case '\r' -> "\\\\r";
      case '\t' -> "\\\\t";
      default ->
          String.format(
              Locale.ROOT, character <= LAST_OF_ONE_BYTE ? "\\\\x%02x" : "\\\\u%04x", character);
    };
  }
}
