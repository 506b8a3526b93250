package cellwarden.transport.kernel;

import cellwarden.transport.ble.Uuids;
import java.util.HexFormat;

/// UUIDs as they stand in packets, last byte first.
final class UuidBytes {

  static final int SHORT_SIZE = 2;
  static final int LONG_SIZE = 16;

  private static final HexFormat HEX = HexFormat.of();

  private UuidBytes() {}

  /// The text of the UUID at an offset.
  ///
  /// @param size [#SHORT_SIZE] or [#LONG_SIZE]
  static String read(byte[] pdu, int at, int size) {
    StringBuilder digits = new StringBuilder();
    for (int i = size - 1; i >= 0; i--) {
      digits.append(HEX.toHexDigits(pdu[at + i]));
    }
    if (size == LONG_SIZE) {
      for (int dash : new int[] {20, 16, 12, 8}) {
        digits.insert(dash, '-');
      }
    }
    return Uuids.shortest(digits.toString());
  }
}
