package cellwarden.protocol;

import cellwarden.protocol.FrameFormat.Verdict;

/// A frame of the Bluetooth module itself: `FF AA | command | length | data | sum`.
///
/// The module handles it and does not pass it to the BMS. It has no end byte and only an 8-bit sum,
/// so it is believed only where one notification holds it whole, see [ResponseDecoder].
///
/// @param command 0 to 255, see [ModuleCommand]
/// @param data at most 255 bytes
public record ModuleFrame(int command, Payload data) {

  private static final int START = 0xFF;
  private static final int SECOND = 0xAA;
  private static final int OVERHEAD = 5;
  private static final int LENGTH_AT = 3;
  private static final int DATA_AT = 4;

  /// @throws IllegalArgumentException if the command or the length of the data does not fit one
  ///   byte
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
    frame[LENGTH_AT] = (byte) data.length();
    data.copyTo(frame, DATA_AT);
    frame[frame.length - 1] = (byte) sum(frame, 0, frame.length);
    return frame;
  }

  static boolean startsAt(byte[] bytes, int at, int end) {
    return end - at >= 2 && (bytes[at] & 0xFF) == START && (bytes[at + 1] & 0xFF) == SECOND;
  }

  /// Judges the frame that starts at `at`, in bytes that end before `end`.
  static Verdict judge(byte[] bytes, int at, int end) {
    if (end - at <= LENGTH_AT || end - at < size(bytes, at)) {
      return Verdict.INCOMPLETE;
    }
    int next = at + size(bytes, at);
    return (bytes[next - 1] & 0xFF) == sum(bytes, at, next) ? Verdict.VALID : Verdict.BAD_CHECKSUM;
  }

  /// The size that the length byte announces, 5 to 260.
  static int size(byte[] bytes, int at) {
    return OVERHEAD + (bytes[at + LENGTH_AT] & 0xFF);
  }

  static ModuleFrame ofFrame(byte[] bytes, int at) {
    int end = at + size(bytes, at);
    return new ModuleFrame(bytes[at + 2] & 0xFF, Payload.copyOf(bytes, at + DATA_AT, end - 1));
  }

  private static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from + 2; i < to - 1; i++) {
      sum += bytes[i] & 0xFF;
    }
    return sum & 0xFF;
  }
}
