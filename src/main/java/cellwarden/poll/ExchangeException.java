package cellwarden.poll;

import cellwarden.battery.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The link stood, but the device gave no usable answer to a request.
public final class ExchangeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Fault.Kind kind;
  private final @Nullable String advice;

  /// @param kind MALFORMED, REFUSED, NO_RESPONSE, or DENIED where the module only echoes
  ExchangeException(Fault.Kind kind, String message) {
    this(kind, message, null);
  }

  /// @param advice what to do about it, in words that fit behind a semicolon
  ExchangeException(Fault.Kind kind, String message, @Nullable String advice) {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }

  public Fault.Kind kind() {
    return kind;
  }

  /// What to do about it, where that is better known than for the kind in general.
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
