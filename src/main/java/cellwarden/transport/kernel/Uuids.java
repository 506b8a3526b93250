package cellwarden.transport.kernel;

import cellwarden.transport.ble.GattLayout;
import java.util.HexFormat;

/// UUIDs as text in lower case: four digits for the 16-bit ones, also where a device sends their
/// 128-bit form.
final class Uuids {

  static final int SHORT_SIZE = 2;
  static final int LONG_SIZE = 16;

  private static final HexFormat HEX = HexFormat.of();

  private Uuids() {}

  static String of(int uuid16) {
    return HEX.toHexDigits((short) uuid16);
  }

  /// The UUID that a packet ends with, from an offset on.
  ///
  /// @param size [#SHORT_SIZE] or [#LONG_SIZE]
  static String read(byte[] pdu, int at, int size) {
    StringBuilder digits = new StringBuilder();
    for (int i = size - 1; i >= 0; i--) {
      digits.append(HEX.toHexDigits(pdu[at + i]));
    }
    return size == SHORT_SIZE ? digits.toString() : shortest(withDashes(digits));
  }

  private static String withDashes(StringBuilder digits) {
    for (int at : new int[] {20, 16, 12, 8}) {
      digits.insert(at, '-');
    }
    return digits.toString();
  }

  private static String shortest(String uuid) {
    String uuid16 = uuid.substring(4, 8);
    return uuid.equals(GattLayout.uuid128(HexFormat.fromHexDigits(uuid16))) ? uuid16 : uuid;
  }
}
