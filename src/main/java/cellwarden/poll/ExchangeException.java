package cellwarden.poll;

import cellwarden.battery.Fault;

/// The link stood, but the device gave no usable answer to a request.
public final class ExchangeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Fault.Kind kind;

  /// @param kind MALFORMED, REFUSED, NO_RESPONSE, or DENIED where the module only echoes
  ExchangeException(Fault.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Fault.Kind kind() {
    return kind;
  }
}
