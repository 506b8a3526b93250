package cellwarden.transport;

/// A text that is not an [Address]. The message is one sentence: what is wrong, and how the right
/// form looks.
public final class AddressException extends Exception {
  private static final long serialVersionUID = 1L;

  AddressException(String problem, String example) {
    super(problem + "; write it like " + example);
  }

  /// @param problem what is wrong with `text`, such as "is not host:port"
  AddressException(String text, String problem, String example) {
    this("\"" + text + "\" " + problem, example);
  }
}
