package cellwarden.protocol;

/// A valid frame whose payload does not fit its register: too short, or of a length that the
/// register cannot have.
///
/// Bad data of a peer, never a bad argument of ours; the message says what was wanted and what
/// came.
public final class MalformedPayloadException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedPayloadException(String message) {
    super(message);
  }
}
