package cellwarden.transport.ble;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a scan heard of one device.
///
/// @param mac six pairs of upper-case hexadecimal digits joined by colons
/// @param type kind of that address
/// @param name as the device calls itself; anybody may change it
/// @param rssi strongest signal heard, dBm; empty where it is unknown
/// @param services UUIDs that it advertises, lower case, the 16-bit ones in four digits (`ff00`)
/// @param adapter that heard it, such as `hci0`
/// @param connected whether a program on this machine holds a link to it, so that it cannot be
///   heard now
public record Advertisement(
    String mac,
    AddressType type,
    Optional<String> name,
    OptionalInt rssi,
    List<String> services,
    String adapter,
    boolean connected) {

  public Advertisement {
    services = List.copyOf(services);
  }
}
