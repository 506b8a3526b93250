package cellwarden.transport;

/// Undoes what was begun, unless it comes to an end: `try (OnFailure undo = new
/// OnFailure(socket::close)) { socket.bind(address); return undo.keep(socket); }`.
public final class OnFailure implements AutoCloseable {

  private final Runnable undo;
  private boolean kept;

  public OnFailure(Runnable undo) {
    this.undo = undo;
  }

  /// It came to an end, and nothing is undone.
  ///
  /// @return what came of it
  public <T> T keep(T result) {
    kept = true;
    return result;
  }

  @Override
  public void close() {
    if (!kept) {
      undo.run();
    }
  }
}
