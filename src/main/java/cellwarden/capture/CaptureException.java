package cellwarden.capture;

import java.io.IOException;

/// What was read is no capture, or one that ends too early. The message is the end of a sentence
/// that begins with the name of the file, and says what to do.
public final class CaptureException extends IOException {

  private static final long serialVersionUID = 1L;

  CaptureException(String message) {
    super(message);
  }
}
