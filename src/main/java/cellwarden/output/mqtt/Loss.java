package cellwarden.output.mqtt;

import org.jspecify.annotations.Nullable;

/// Whether a session is lost, and why, as a thread of the library tells it.
///
/// The library tells its listeners before it changes its own state, so whoever is woken must find
/// the session lost by other means than that state.
final class Loss {

  private final Runnable onLost;
  private volatile @Nullable String reason;

  /// @param onLost called when it has happened
  Loss(Runnable onLost) {
    this.onLost = onLost;
  }

  void happened(Throwable cause) {
    reason = Await.words(cause);
    onLost.run();
  }

  boolean hasHappened() {
    return reason != null;
  }

  /// For the middle of a sentence.
  String reason() {
    String known = reason;
    return known == null ? "no reason known" : known;
  }
}
