package cellwarden.protocol;

import cellwarden.protocol.register.RegisterValue;
import cellwarden.protocol.register.Registers;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/// Frames worked out by hand from the protocol's tables, so that a mistake in our encoder cannot
/// hide one in our decoder. A checksum is 0x10000 minus the sum from the third byte to the last
/// data byte.
public final class Frames {

  /// A 4S pack at rest in the cold.
  public static final byte[] BASIC_INFO =
      hex(
          "DD 03 00 1B", // start, register 3, OK, 27 data bytes
          "05 34", // 1332: 13.32 V
          "FF 38", // -200: 2.00 A, discharging
          "27 10", // 10000: 100.00 Ah left
          "4E 20", // 20000: 200.00 Ah nominal
          "00 11", // 17 cycles
          "2E B1", // 23 * 512 + 5 * 32 + 17: 2023-05-17
          "00 05", // cells 1 and 3 balance
          "00 00", // none of cells 17 to 32
          "00 20", // bit 5: charge undertemperature
          "21", // version 2.1
          "32", // 50 %
          "02", // only the discharge FET conducts
          "04", // 4 cells
          "02", // 2 probes
          "0A 79", // 2681: -5.0 °C
          "0A B0", // 2736: 0.5 °C
          "FB 23", // sum 0x04DD
          "77");

  public static final byte[] CELL_VOLTAGES =
      hex(
          "DD 04 00 08", // start, register 4, OK, 8 data bytes
          "0D 00", // 3.328 V
          "0D 01", // 3.329 V
          "00 00", // 0 V: a broken sense wire
          "0C FF", // 3.327 V
          "FE D2", // sum 0x012E
          "77");

  public static final byte[] HARDWARE_VERSION =
      hex(
          "DD 05 00 05", // start, register 5, OK, 5 data bytes
          "53 50 30 34 53", // SP04S
          "FE A1", // sum 0x015F
          "77");

  public static final byte[] ERROR_COUNTS =
      hex(
          "DD AA 00 16", // start, register AA, OK, 22 data bytes: no count of restarts
          "00 01 00 02 00 03", // short circuit, charge and discharge overcurrent
          "00 04 00 05", // cell over- and undervoltage
          "00 06 00 07 00 08 00 09", // charge and discharge, too hot and too cold
          "00 0A 01 00", // pack over- and undervoltage
          "FF B2", // sum 0x004E
          "77");

  public static final byte[] MANUFACTURER =
      hex(
          "DD A0 00 04", // start, register A0, OK, 4 data bytes
          "03 4A 42 44", // three letters: JBD
          "FF 29", // sum 0x00D7
          "77");

  public static final byte[] CELL_OVERVOLTAGE_LIMIT =
      hex(
          "DD 24 00 02", // start, register 24, OK, 2 data bytes
          "0E 10", // 3600 mV
          "FF E0", // sum 0x0020
          "77");

  /// Its payload is full of start and end bytes; only the length decides where it ends.
  public static final byte[] PARAMETERS =
      hex(
          "DD FA 00 07", // start, register FA, OK, 7 data bytes
          "00 10 02", // two parameters from number 16
          "77 DD", // 30685
          "DD 77", // 56695
          "FD 3F", // sum 0x02C1
          "77");

  /// An empty OK sums to 0, and so does its checksum.
  public static final byte[] ACKNOWLEDGEMENT = hex("DD E1 00 00 00 00 77");

  public static final byte[] REFUSAL = hex("DD 10 81 00 FF 7F 77");

  /// The request that reads register 3.
  public static final byte[] ECHO = hex("DD A5 03 00 FF FD 77");

  /// The longest frame there is: 255 data bytes of 01, sum 2 * 0xFF = 0x1FE.
  public static final byte[] LONGEST = hex("DD FA 00 FF", "01".repeat(255), "FE 02", "77");

  /// Module frames: password accepted (sum 18 + 01), and the random byte 5A (sum 17 + 01 + 5A).
  public static final byte[] MODULE_ACCEPTED = hex("FF AA 18 01 00 19");

  public static final byte[] MODULE_RANDOM = hex("FF AA 17 01 5A 72");

  static final List<byte[]> ALL =
      List.of(
          BASIC_INFO,
          CELL_VOLTAGES,
          HARDWARE_VERSION,
          ERROR_COUNTS,
          MANUFACTURER,
          CELL_OVERVOLTAGE_LIMIT,
          PARAMETERS,
          ACKNOWLEDGEMENT,
          REFUSAL,
          ECHO,
          LONGEST);

  private Frames() {}

  public static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
  }

  public static Payload payload(String... parts) {
    return Payload.of(hex(parts));
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /// The data between the length and the checksum.
  public static Payload data(byte[] frame) {
    return Payload.copyOf(frame, 4, frame.length - 3);
  }

  /// What a frame holds, with all that follows from its being valid.
  public static RegisterValue decode(byte[] frame) throws MalformedPayloadException {
    List<Decoded> found = new ResponseDecoder().feed(frame);
    if (found.size() == 1 && found.getFirst() instanceof Decoded.Answer(Response response)) {
      return Registers.decode(response).orElseThrow();
    }
    throw new AssertionError("not one answer: " + found);
  }
}
