package cellwarden.transport.kernel;

import java.util.HexFormat;

/// A device's address as the kernel has it: 6 bytes, the last pair of the text first.
final class DeviceAddress {

  static final int SIZE = 6;

  private static final HexFormat TEXT = HexFormat.ofDelimiter(":").withUpperCase();

  private DeviceAddress() {}

  /// @param mac six pairs of hexadecimal digits joined by colons
  static byte[] bytes(String mac) {
    return reversed(TEXT.parseHex(mac), 0);
  }

  /// The text of the 6 bytes at an offset.
  static String text(byte[] bytes, int offset) {
    return TEXT.formatHex(reversed(bytes, offset));
  }

  private static byte[] reversed(byte[] bytes, int offset) {
    byte[] result = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      result[i] = bytes[offset + SIZE - 1 - i];
    }
    return result;
  }
}
