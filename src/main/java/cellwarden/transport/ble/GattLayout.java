package cellwarden.transport.ble;

import java.util.List;

/// A pair of characteristics that carries JBD frames as if it were a serial line. All are 16-bit
/// UUIDs.
///
/// @param service of the primary service
/// @param notifications of the characteristic whose notifications are the BMS's bytes
/// @param requests of the characteristic that takes requests
public record GattLayout(int service, int notifications, int requests) {

  /// Known layouts, the most frequent first. FF00 is the vendor's; FFF0 is used by DH04 boards,
  /// FF06 by Eleksol (aiobmsble).
  public static final List<GattLayout> KNOWN =
      List.of(
          new GattLayout(0xFF00, 0xFF01, 0xFF02),
          new GattLayout(0xFFF0, 0xFFF1, 0xFFF2),
          new GattLayout(0xFF06, 0xFF07, 0xFF08));
}
