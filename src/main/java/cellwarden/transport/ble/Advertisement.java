package cellwarden.transport.ble;

import java.util.List;
import java.util.Locale;
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
/// @param manufacturerData as sent, company number included, in lower-case hex; empty where there
///   is none
/// @param connected whether a program on this machine holds a link to it, so that it cannot be
///   heard now
public record Advertisement(
    String mac,
    AddressType type,
    Optional<String> name,
    OptionalInt rssi,
    List<String> services,
    String manufacturerData,
    String adapter,
    boolean connected) {

  /// What kind of address a device advertises with; a connect needs the right one.
  public enum AddressType {
    /// Assigned by the IEEE, the usual case for JBD modules.
    PUBLIC,
    /// Chosen by the device.
    RANDOM
  }

  public Advertisement {
    services = List.copyOf(services);
  }

  /// The same device with another signal.
  public Advertisement withSignalOf(Advertisement stronger) {
    return new Advertisement(
        mac, type, name, stronger.rssi, services, manufacturerData, stronger.adapter, connected);
  }

  /// Whether the manufacturer data begins with the address, forwards or backwards, as JBD's modules
  /// have it in place of a company number.
  boolean repeatsItsAddress() {
    List<String> octets = List.of(mac.toLowerCase(Locale.ROOT).split(":", -1));
    return manufacturerData.startsWith(String.join("", octets))
        || manufacturerData.startsWith(String.join("", octets.reversed()));
  }
}
