package cellwarden.fleet.store;

import org.jspecify.annotations.Nullable;

/// The database did not do its part. The message is the middle of a sentence.
public final class StoreException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean hopeless;

  StoreException(String message, @Nullable Throwable cause, boolean hopeless) {
    super(message, cause);
    this.hopeless = hopeless;
  }

  /// Whether trying again is of no use: the schema is newer than this program.
  public boolean isHopeless() {
    return hopeless;
  }
}
