package cellwarden.protocol;

import java.nio.charset.StandardCharsets;

/// Reads a payload from front to back, so that a decoder is a list of fields in wire order.
///
/// Reading past the end is a bug of the decoder, not of the peer: decoders check the length first
/// with [#require].
final class PayloadReader {

  private final Payload payload;
  private int position;

  PayloadReader(Payload payload) {
    this.payload = payload;
  }

  /// Refuses a payload that is too short for the fields that every device sends.
  void require(int bytes, String what) throws MalformedPayloadException {
    if (remaining() < bytes) {
      throw new MalformedPayloadException(
          what + " needs at least " + bytes + " bytes, the payload has " + payload.length());
    }
  }

  int remaining() {
    return payload.length() - position;
  }

  /// The byte that [#u8] gives next.
  int peek() {
    return payload.u8(position);
  }

  int u8() {
    return payload.u8(position++);
  }

  int u16() {
    return u8() << 8 | u8();
  }

  int s16() {
    return (short) u16();
  }

  /// Text of `length` bytes: ASCII, ended by a NUL if there is one, without blanks around it.
  String text(int length) {
    byte[] text = take(length).toBytes();
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.US_ASCII).strip();
  }

  /// Everything that is left.
  Payload rest() {
    return take(remaining());
  }

  private Payload take(int length) {
    Payload taken = payload.slice(position, position + length);
    position += length;
    return taken;
  }
}
