package cellwarden.protocol;

/// The layout that `DD … 77` frames have in both directions: start, two bytes, length, data,
/// checksum, end.
///
/// The checksum is the two's complement of the sum from the third byte (register of a request,
/// status of a response) to the last data byte. The start byte and the byte after it (op of a
/// request, register of a response) are not covered (vendor V4; all captures agree).
final class FrameFormat {

  static final int START = 0xDD;
  static final int END = 0x77;

  /// Bytes of a frame besides its data.
  static final int OVERHEAD = 7;

  static final int MAX_DATA = 0xFF;

  /// Where the length stands, and after it the data; so too in a [ModuleFrame].
  static final int LENGTH_AT = 3;

  static final int DATA_AT = 4;

  private FrameFormat() {}

  /// What a buffer holds at a start byte.
  enum FrameCheck {
    INCOMPLETE,
    VALID,
    BAD_END,
    BAD_CHECKSUM
  }

  /// Judges the frame that the start byte at `start` announces, in a buffer filled up to `end`.
  static FrameCheck judge(byte[] buffer, int start, int end) {
    if (end - start <= LENGTH_AT || end - start < size(buffer, start)) {
      return FrameCheck.INCOMPLETE;
    }
    int last = start + size(buffer, start) - 1;
    if ((buffer[last] & 0xFF) != END) {
      return FrameCheck.BAD_END;
    }
    int checksum = (buffer[last - 2] & 0xFF) << 8 | (buffer[last - 1] & 0xFF);
    return checksum(buffer, start + 2, last - 2) == checksum
        ? FrameCheck.VALID
        : FrameCheck.BAD_CHECKSUM;
  }

  /// The size that the length byte announces, 7 to 262.
  static int size(byte[] buffer, int start) {
    return OVERHEAD + (buffer[start + LENGTH_AT] & 0xFF);
  }

  static Payload data(byte[] buffer, int start) {
    int length = buffer[start + LENGTH_AT] & 0xFF;
    return Payload.copyOf(buffer, start + DATA_AT, start + DATA_AT + length);
  }

  static byte[] frame(int second, int third, Payload data) {
    byte[] frame = new byte[OVERHEAD + data.length()];
    frame[0] = (byte) START;
    frame[1] = (byte) second;
    frame[2] = (byte) third;
    frame[LENGTH_AT] = (byte) data.length();
    data.copyTo(frame, DATA_AT);
    int checksum = checksum(frame, 2, frame.length - 3);
    frame[frame.length - 3] = (byte) (checksum >> 8);
    frame[frame.length - 2] = (byte) checksum;
    frame[frame.length - 1] = (byte) END;
    return frame;
  }

  /// @return 0 to 0xFFFF; an empty OK answer sums to 0 and so has the checksum 0
  private static int checksum(byte[] bytes, int from, int to) {
    return -sum(bytes, from, to) & 0xFFFF;
  }

  /// The sum of the bytes from `from` up to but not including `to`.
  static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i] & 0xFF;
    }
    return sum;
  }
}
