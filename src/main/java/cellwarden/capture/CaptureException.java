package cellwarden.capture;

import java.io.IOException;

/// What was read is no capture, or one that ends too early. The message is the end of a sentence
/// that begins with the name of the file, and says what to do.
public final class CaptureException extends IOException {

  /// What fits into the memory of the program; a reading has about 30 lines.
  static final int MOST = 50_000;

  private static final long serialVersionUID = 1L;

  CaptureException(String message) {
    super(message);
  }

  static void refuseMore(int count, String what) throws CaptureException {
    if (count > MOST) {
      throw new CaptureException(
          "holds more than 50,000 " + what + "; keep the part that shows the battery");
    }
  }
}
