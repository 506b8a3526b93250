package cellwarden.config;

/// A text that is not a value of the wanted kind. The message is one sentence without the place.
public final class ValueException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 60;

  ValueException(String sentence) {
    super(sentence);
  }

  /// What was wanted and what was found instead.
  public static ValueException of(String expected, String found) {
    return new ValueException("expected " + expected + ", found \"" + shown(found) + '"');
  }

  /// Text of the user inside a sentence of ours: on one line, and not too long.
  static String shown(String found) {
    String line = found.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
  }

  /// Never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
