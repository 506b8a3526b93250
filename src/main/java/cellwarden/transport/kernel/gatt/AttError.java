package cellwarden.transport.kernel.gatt;

import cellwarden.transport.kernel.socket.LinkException;

/// Error codes of the attribute protocol (Bluetooth Core 5.4, Vol 3, Part F, 3.4.1.1).
public final class AttError {

  static final int INVALID_HANDLE = 0x01;
  static final int INSUFFICIENT_AUTHENTICATION = 0x05;
  static final int REQUEST_NOT_SUPPORTED = 0x06;
  static final int INSUFFICIENT_AUTHORIZATION = 0x08;
  static final int ATTRIBUTE_NOT_FOUND = 0x0A;
  static final int ENCRYPTION_KEY_TOO_SHORT = 0x0C;
  static final int INSUFFICIENT_ENCRYPTION = 0x0F;

  private AttError() {}

  /// That a device refused a request.
  static LinkException refused(int code) {
    return new LinkException(
        LinkException.Kind.REFUSED, code, "%s, ATT error 0x%02x".formatted(meaning(code), code));
  }

  /// Whether the device would allow it to a paired partner.
  public static boolean wantsPairing(int code) {
    return switch (code) {
      case INSUFFICIENT_AUTHENTICATION,
          INSUFFICIENT_AUTHORIZATION,
          ENCRYPTION_KEY_TOO_SHORT,
          INSUFFICIENT_ENCRYPTION ->
          true;
      default -> false;
    };
  }

  private static String meaning(int code) {
    return switch (code) {
      case INVALID_HANDLE -> "no such attribute";
      case 0x02 -> "not readable";
      case 0x03 -> "not writable";
      case INSUFFICIENT_AUTHENTICATION -> "insufficient authentication";
      case REQUEST_NOT_SUPPORTED -> "unknown request";
      case INSUFFICIENT_AUTHORIZATION -> "insufficient authorization";
      case ATTRIBUTE_NOT_FOUND -> "nothing found";
      case ENCRYPTION_KEY_TOO_SHORT -> "encryption key too short";
      case 0x0D -> "wrong length";
      case 0x0E -> "unlikely error";
      case INSUFFICIENT_ENCRYPTION -> "insufficient encryption";
      case 0x11 -> "out of resources";
      default -> "refused";
    };
  }
}
