package cellwarden.transport.ble;

import cellwarden.transport.TransportException;
import org.jspecify.annotations.Nullable;

/// Trouble with Bluetooth of which the program knows which one it is.
public final class BleException extends TransportException {

  private static final long serialVersionUID = 1L;

  private final BleTrouble trouble;

  BleException(BleTrouble trouble, String message, String advice, @Nullable Throwable cause) {
    super(trouble.kind(), message, advice, cause);
    this.trouble = trouble;
  }

  public BleTrouble trouble() {
    return trouble;
  }
}
