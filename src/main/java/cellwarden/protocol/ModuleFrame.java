package cellwarden.protocol;

/// A frame of the Bluetooth module itself: `FF AA | command | length | data | sum`.
///
/// The module handles it and does not pass it to the BMS. It has no end byte and only an 8-bit sum, so it is believed
/// only where one notification holds it whole.
///
/// @param command 0 to 255, see [ModuleCommand]
/// @param data at most 255 bytes
public record ModuleFrame(int command, Payload data) {

  private static final int START = 0xFF;
  private static final int SECOND = 0xAA;
  private static final int OVERHEAD = 5;
  private static final int DATA_AT = 4;

  /// @throws IllegalArgumentException if the command or the length of the data does not fit one byte
  public ModuleFrame {
    if (command < 0 || command > 0xFF) {
      throw new IllegalArgumentException(
          "a module command is 00 to FF, not " + Integer.toHexString(command));
    }
    if (data.length() > 0xFF) {
      throw new IllegalArgumentException(
          "a module frame carries at most 255 data bytes, not " + data.length());
    }
  }

  /// The bytes to send.
  public byte[] encode() {
    byte[] frame = new byte[OVERHEAD + data.length()];
    frame[0] = (byte) START;
    frame[1] = (byte) SECOND;
    frame[2] = (byte) command;
    frame[3] = (byte) data.length();
    data.copyTo(frame, DATA_AT);
    frame[frame.length - 1] = (byte) sum(frame, 0, frame.length);
    return frame;
  }

  static boolean startsAt(byte[] bytes, int at) {
    return bytes.length - at >= 2
        && (bytes[at] & 0xFF) == START
        && (bytes[at + 1] & 0xFF) == SECOND;
  }

  /// The size that the length byte announces, or more than the fragment has when even that is missing.
  static int size(byte[] fragment, int at) {
    return fragment.length - at < DATA_AT ? Integer.MAX_VALUE : OVERHEAD + (fragment[at + 3] & 0xFF);
  }

  static boolean sumFits(byte[] fragment, int at) {
    int end = at + size(fragment, at);
    return (fragment[end - 1] & 0xFF) == sum(fragment, at, end);
  }

  static ModuleFrame ofFrame(byte[] fragment, int at) {
    int end = at + size(fragment, at);
    return new ModuleFrame(fragment[at + 2] & 0xFF, Payload.copyOf(fragment, at + DATA_AT, end - 1));
  }

  private static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from + 2; i < to - 1; i++) {
      sum += bytes[i] & 0xFF;
    }
    return sum & 0xFF;
  }
}
