package cellwarden.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a payload from front to back, the counterpart of [PayloadReader].
///
/// A value that does not fit its field is a bug of the caller, not bad data: it throws instead of
/// being cut.
final class PayloadWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PayloadWriter u8(long value) {
    bytes.write((int) require(value, 0, 0xFF));
    return this;
  }

  PayloadWriter u16(long value) {
    return word(require(value, 0, 0xFFFF));
  }

  PayloadWriter s16(long value) {
    return word(require(value, Short.MIN_VALUE, Short.MAX_VALUE));
  }

  PayloadWriter text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  PayloadWriter append(Payload payload) {
    bytes.writeBytes(payload.toBytes());
    return this;
  }

  Payload toPayload() {
    return Payload.of(bytes.toByteArray());
  }

  private PayloadWriter word(long value) {
    bytes.write((int) (value >> 8));
    bytes.write((int) value);
    return this;
  }

  private static long require(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("a field holds " + min + " to " + max + ", not " + value);
    }
    return value;
  }
}
