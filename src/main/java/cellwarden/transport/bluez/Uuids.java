package cellwarden.transport.bluez;

import cellwarden.transport.ble.GattLayout;
import java.util.List;
import java.util.Locale;

/// UUIDs as people write them.
final class Uuids {

  private static final int SHORT_FROM = 4;
  private static final int SHORT_TO = 8;

  private Uuids() {}

  /// The 16-bit ones in four digits, the others in full, lower case.
  static List<String> readable(List<?> uuids) {
    return uuids.stream().map(uuid -> readable(uuid.toString())).toList();
  }

  private static String readable(String uuid) {
    String lower = uuid.toLowerCase(Locale.ROOT);
    if (lower.length() <= SHORT_TO) {
      return lower;
    }
    String digits = lower.substring(SHORT_FROM, SHORT_TO);
    try {
      boolean isShort = GattLayout.uuid128(Integer.parseInt(digits, 16)).equals(lower);
      return isShort ? digits : lower;
    } catch (NumberFormatException e) {
      return lower;
    }
  }
}
