package cellwarden.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The journal cannot be opened or written. The message is one sentence: what, where, and what to
/// do next.
public final class JournalException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /// @param reason the cause alone
  public JournalException(String message, @Nullable Throwable cause, String reason) {
    super(message, cause);
    this.reason = reason;
  }

  /// The cause alone, such as `No space left on device`.
  public String reason() {
    return reason;
  }
}
