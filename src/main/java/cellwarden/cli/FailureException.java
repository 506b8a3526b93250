package cellwarden.cli;

/// The battery, the broker or the disk did not do its part. Exit status 1.
///
/// The message is one sentence for the user that says what happened, where, and what to do next.
public final class FailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FailureException(String message) {
    super(message);
  }

  public FailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
