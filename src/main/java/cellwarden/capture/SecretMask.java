package cellwarden.capture;

import cellwarden.protocol.ModuleFrame;

/// Takes the passwords out of the frames of a Bluetooth module that flow one way, also where a
/// frame is spread over fragments: their data become zeros, and the sum fits them.
///
/// One byte of data is a status and stays. Not for use by several threads.
final class SecretMask {

  private static final int START = 0xFF;
  private static final int SECOND = 0xAA;

  /// What is known of the frame that a byte belongs to.
  private enum Place {
    OUTSIDE,
    AFTER_START,
    AFTER_SECOND,
    AFTER_COMMAND,
    DATA,
    SUM
  }

  private Place place = Place.OUTSIDE;
  private int command;
  private int length;
  private int left;

  /// The fragment as it may be kept.
  byte[] masked(byte[] fragment) {
    byte[] masked = fragment.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = (byte) masked(masked[i] & 0xFF);
    }
    return masked;
  }

  private int masked(int value) {
    switch (place) {
      case AFTER_START -> place = value == SECOND ? Place.AFTER_SECOND : outsideOrStart(value);
      case AFTER_SECOND -> {
        command = value;
        place = ModuleFrame.holdsSecret(value) ? Place.AFTER_COMMAND : outsideOrStart(value);
      }
      case AFTER_COMMAND -> {
        length = value;
        left = value;
        place = value > 1 ? Place.DATA : outsideOrStart(value);
      }
      case DATA -> {
        left--;
        place = left == 0 ? Place.SUM : Place.DATA;
        return 0;
      }
      case SUM -> {
        place = Place.OUTSIDE;
        return command + length;
      }
      case OUTSIDE -> place = outsideOrStart(value);
    }
    return value;
  }

  private static Place outsideOrStart(int value) {
    return value == START ? Place.AFTER_START : Place.OUTSIDE;
  }
}
