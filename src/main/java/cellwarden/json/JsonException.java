package cellwarden.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// Bytes that are no whole JSON object.
public final class JsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final int line;

  private JsonException(String message, long offset, int line, @Nullable Throwable cause) {
    super(message, cause);
    this.offset = offset;
    this.line = line;
  }

  static JsonException of(JacksonException cause) {
    TokenStreamLocation location = cause.getLocation();
    return location == null
        ? new JsonException(cause.getOriginalMessage(), 0, 1, cause)
        : new JsonException(
            cause.getOriginalMessage(), location.getByteOffset(), location.getLineNr(), cause);
  }

  static JsonException at(TokenStreamLocation location, String message) {
    return new JsonException(message, location.getByteOffset(), location.getLineNr(), null);
  }

  /// Where the trouble was seen, in bytes from the first one that was read.
  public long offset() {
    return offset;
  }

  /// The line of it, from 1.
  public int line() {
    return line;
  }
}
