package cellwarden.transport.kernel.socket;

import cellwarden.transport.ble.Advertisement.AddressType;
import java.util.Arrays;
import java.util.HexFormat;

/// Whom to connect to.
///
/// @param mac six pairs of upper-case hexadecimal digits joined by colons
public record PeerAddress(String mac, AddressType type) {

  private static final int MAC_SIZE = 6;
  private static final HexFormat TEXT = HexFormat.ofDelimiter(":").withUpperCase();

  /// The number that the kernel has for the type of an LE address.
  byte typeNumber() {
    return switch (type) {
      case PUBLIC -> 1;
      case RANDOM -> 2;
    };
  }

  /// `struct mgmt_addr_info`: the address and its type.
  byte[] bytes() {
    byte[] result = Arrays.copyOf(macBytes(mac), MAC_SIZE + 1);
    result[MAC_SIZE] = typeNumber();
    return result;
  }

  /// An address as the kernel has it: 6 bytes, the last pair of the text first.
  static byte[] macBytes(String mac) {
    return reversed(TEXT.parseHex(mac), 0);
  }

  /// The text of the 6 bytes at an offset.
  static String macText(byte[] bytes, int offset) {
    return TEXT.formatHex(reversed(bytes, offset));
  }

  private static byte[] reversed(byte[] bytes, int offset) {
    byte[] result = new byte[MAC_SIZE];
    for (int i = 0; i < MAC_SIZE; i++) {
      result[i] = bytes[offset + MAC_SIZE - 1 - i];
    }
    return result;
  }
}
