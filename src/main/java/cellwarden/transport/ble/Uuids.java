package cellwarden.transport.ble;

import java.util.HexFormat;
import java.util.Locale;

/// UUIDs as text in lower case: four digits for the 16-bit ones, also where a device gives them in
/// their 128-bit form.
public final class Uuids {

  /// Every 16-bit UUID is a 128-bit one with this end (Bluetooth Core Specification, Vol 3, Part B,
  /// 2.5.1).
  private static final String BASE = "-0000-1000-8000-00805f9b34fb";

  private static final HexFormat HEX = HexFormat.of();

  private Uuids() {}

  /// The four digits of a 16-bit UUID.
  public static String of(int uuid16) {
    return HEX.toHexDigits((short) uuid16);
  }

  /// The four digits of what is a 16-bit UUID in any form and any case; others as they are, in
  /// lower case.
  public static String shortest(String uuid) {
    String lower = uuid.toLowerCase(Locale.ROOT);
    return lower.matches("0000[0-9a-f]{4}" + BASE) ? lower.substring(4, 8) : lower;
  }
}
