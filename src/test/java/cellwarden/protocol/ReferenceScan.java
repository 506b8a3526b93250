package cellwarden.protocol;

import java.util.ArrayList;
import java.util.List;

/// A second reading of the protocol's page on frames, written without a look at the decoder: the
/// whole stream at once, every position tried, the earliest valid frame taken.
final class ReferenceScan {

  private ReferenceScan() {}

  /// @param start position in the stream
  /// @param size bytes from `DD` to `77`
  record Found(int start, int size) {}

  static List<Found> frames(byte[] stream) {
    List<Found> frames = new ArrayList<>();
    int position = 0;
    while (position < stream.length) {
      if (isFrameAt(stream, position)) {
        int size = sizeAt(stream, position);
        frames.add(new Found(position, size));
        position += size;
      } else {
        position++;
      }
    }
    return frames;
  }

  /// `DD`, a byte, a byte, n, n bytes, two bytes, `77`; the third byte up to the two bytes (read as
  /// one number) add up to a multiple of 0x10000.
  static boolean isFrameAt(byte[] stream, int position) {
    if (stream[position] != (byte) 0xDD || position + 4 > stream.length) {
      return false;
    }
    int size = sizeAt(stream, position);
    if (position + size > stream.length || stream[position + size - 1] != (byte) 0x77) {
      return false;
    }
    int sum = 0;
    for (int i = position + 2; i < position + size - 3; i++) {
      sum += Byte.toUnsignedInt(stream[i]);
    }
    sum += Byte.toUnsignedInt(stream[position + size - 3]) * 256;
    sum += Byte.toUnsignedInt(stream[position + size - 2]);
    return sum % 0x10000 == 0;
  }

  private static int sizeAt(byte[] stream, int position) {
    return Byte.toUnsignedInt(stream[position + 3]) + 7;
  }
}
