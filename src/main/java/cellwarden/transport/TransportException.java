package cellwarden.transport;

/// The link could not be opened or did not last.
///
/// The message names the address and what happened, in words that fit behind "cannot read the
/// battery: ".
public final class TransportException extends Exception {

  private static final long serialVersionUID = 1L;

  /// What kind of trouble, as far as it changes what to do next.
  public enum Kind {
    /// There is no such device, host or port.
    NOT_FOUND,
    /// This user may not, or the device wants a password.
    DENIED,
    /// It exists or may exist, but no link came about.
    UNREACHABLE,
    /// The link was there and is gone.
    LOST
  }

  private final Kind kind;

  public TransportException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public TransportException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
