package cellwarden.protocol;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// Reads a payload from front to back, so that a decoder is a list of fields in wire order.
///
/// Reading past the end is a bug of the decoder, not of the peer: decoders check the length first
/// with [#require].
public final class PayloadReader {

  static final int ZERO_CELSIUS = 2731;
  static final int FIRST_YEAR = 2000;

  private final Payload payload;
  private int position;

  public PayloadReader(Payload payload) {
    this.payload = payload;
  }

  /// Refuses a payload that is too short for the fields that every device sends.
  public void require(int bytes, String what) throws MalformedPayloadException {
    if (remaining() < bytes) {
      throw new MalformedPayloadException(
          what + " needs at least " + bytes + " bytes, the payload has " + payload.length());
    }
  }

  public int remaining() {
    return payload.length() - position;
  }

  /// The byte that [#u8] gives next.
  public int peek() {
    return payload.u8(position);
  }

  public int u8() {
    return payload.u8(position++);
  }

  public int u16() {
    return u8() << 8 | u8();
  }

  public int s16() {
    return (short) u16();
  }

  /// A temperature, °C, sent in tenths of a kelvin with 2731 for 0 °C. An open probe reads very
  /// low, which is reported as it is.
  public double celsius() {
    return (u16() - ZERO_CELSIUS) / 10.0;
  }

  /// A date in one word: bits 15 to 9 years since 2000, 8 to 5 month, 4 to 0 day.
  ///
  /// @return empty for a word that is no date, such as 0 on boards that were never dated
  public Optional<LocalDate> date() {
    int word = u16();
    int year = FIRST_YEAR + (word >> 9);
    int month = word >> 5 & 0xF;
    int day = word & 0x1F;
    boolean valid =
        month >= 1 && month <= 12 && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
    return valid ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
  }

  /// Text of `length` bytes: ASCII, ended by a NUL if there is one, without blanks around it.
  public String text(int length) {
    byte[] text = take(length).toBytes();
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.US_ASCII).strip();
  }

  /// Everything that is left.
  public Payload rest() {
    return take(remaining());
  }

  private Payload take(int length) {
    Payload taken = payload.slice(position, position + length);
    position += length;
    return taken;
  }
}
