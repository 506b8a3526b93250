package cellwarden.history;

/// What was asked for is not in the journal, or cannot be told. The message is one sentence: what,
/// where, and what to do next.
public final class HistoryException extends Exception {

  private static final long serialVersionUID = 1L;

  public HistoryException(String message) {
    super(message);
  }
}
