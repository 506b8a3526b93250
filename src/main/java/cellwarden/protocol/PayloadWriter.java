package cellwarden.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;

/// Writes a payload from front to back, the counterpart of [PayloadReader].
///
/// A value that does not fit its field is a bug of the caller, not bad data: it throws
/// [IllegalArgumentException] instead of being cut.
public final class PayloadWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public PayloadWriter u8(long value) {
    bytes.write((int) require(value, 0, 0xFF));
    return this;
  }

  public PayloadWriter u16(long value) {
    return word(require(value, 0, 0xFFFF));
  }

  public PayloadWriter s16(long value) {
    return word(require(value, Short.MIN_VALUE, Short.MAX_VALUE));
  }

  /// A temperature, °C, rounded to 0.1.
  public PayloadWriter celsius(double value) {
    return u16(Math.round(value * 10.0) + PayloadReader.ZERO_CELSIUS);
  }

  /// A date from 2000 to 2127; 0 for none.
  public PayloadWriter date(Optional<LocalDate> date) {
    if (date.isEmpty()) {
      return u16(0);
    }
    LocalDate day = date.get();
    long years = require(day.getYear() - PayloadReader.FIRST_YEAR, 0, 0x7F);
    return u16(years << 9 | day.getMonthValue() << 5 | day.getDayOfMonth());
  }

  public PayloadWriter text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  public PayloadWriter append(Payload payload) {
    bytes.writeBytes(payload.toBytes());
    return this;
  }

  public Payload toPayload() {
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
