package cellwarden.config;

/// A text that is not a value of the wanted kind. The message is one sentence without the place.
public final class ValueException extends Exception {
  private static final long serialVersionUID = 1L;

  ValueException(String sentence) {
    super(sentence);
  }

  /// What was wanted and what was found instead.
  static ValueException of(String expected, String found) {
    return new ValueException("expected " + expected + ", found " + Quoted.text(found));
  }

  /// Never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
