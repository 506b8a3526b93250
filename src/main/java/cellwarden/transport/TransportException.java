package cellwarden.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The link could not be opened or did not last.
///
/// The message names the address and what happened, in words that fit after "cannot read the
/// battery: ".
public class TransportException extends Exception {

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
  private final @Nullable String advice;

  public TransportException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public TransportException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  /// @param advice what to do about it, in words that fit after a semicolon
  public TransportException(
      Kind kind, String message, @Nullable String advice, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.advice = advice;
  }

  public final Kind kind() {
    return kind;
  }

  /// What to do about it, where that is better known than for the kind in general.
  public final Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
