package cellwarden.cli;

/// The user asked for something that cannot be done as asked; nothing was started. Exit status 2.
///
/// The message is one sentence for the user that says what is wrong and what is right, never with a
/// secret in it.
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
