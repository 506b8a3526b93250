package cellwarden.journal.history;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A [Chain] as bytes, with a checksum over them and over the name of the battery.
final class ChainState {

  private ChainState() {}

  static byte[] bytes(String battery, Chain chain) {
    long[] state = chain.state();
    ByteBuffer bytes = ByteBuffer.allocate((state.length + 1) * Long.BYTES);
    LongBuffer numbers = bytes.asLongBuffer().put(state);
    numbers.put(checksum(battery, bytes, state.length));
    return bytes.array();
  }

  /// What [#bytes(String, Chain)] wrote.
  ///
  /// @throws IndexException for anything else
  static Chain read(String battery, byte[] bytes) throws IndexException {
    LongBuffer numbers = ByteBuffer.wrap(bytes).asLongBuffer();
    int length = numbers.remaining() - 1;
    if (length != Chain.STATE
        || numbers.get(length) != checksum(battery, ByteBuffer.wrap(bytes), length)) {
      throw IndexException.damaged();
    }
    long[] state = new long[length];
    numbers.get(state);
    return Chain.restored(state);
  }

  private static long checksum(String battery, ByteBuffer bytes, int numbers) {
    CRC32 sum = new CRC32();
    sum.update(bytes.slice(0, numbers * Long.BYTES));
    sum.update(battery.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
