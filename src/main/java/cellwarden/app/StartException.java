package cellwarden.app;

/// What was asked for cannot be started; nothing is left open. The message is one sentence for the
/// user that says what happened, where, and what to do next.
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Who has to do something about it.
  public enum Kind {
    /// The configuration, or the address, asks for something that cannot be done.
    CONFIGURATION,
    /// The disk, or another program, does not do its part.
    OUTSIDE
  }

  private final Kind kind;

  StartException(Kind kind, Exception cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.kind = kind;
  }

  StartException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
