package cellwarden.transport;

/// Undoes what was begun, unless it comes to an end:
///
/// ```java
/// try (OnFailure undo = new OnFailure(socket::close)) {
///   socket.connect(address);
///   return undo.keep(new Link(socket));
/// }
/// ```
public final class OnFailure implements AutoCloseable {

  private final Runnable undo;
  private boolean done;

  public OnFailure(Runnable undo) {
    this.undo = undo;
  }

  /// It came to an end, and nothing is undone.
  ///
  /// @return what came of it
  public <T> T keep(T result) {
    done = true;
    return result;
  }

  @Override
  public void close() {
    if (!done) {
      undo.run();
    }
  }
}
