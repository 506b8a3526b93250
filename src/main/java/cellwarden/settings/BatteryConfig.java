package cellwarden.settings;

import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.transport.Address;
import java.time.Duration;
import java.util.Optional;

/// One battery to read.
///
/// @param name 1 to 64 letters, digits, `_` and `-`, and never `bridge`, where it comes from a
///   file; the address where that is all that is known
/// @param displayName what people call it, 1 to 64 characters without control characters
/// @param address where it is, and over which Bluetooth stack, if one was named
/// @param interval from the start of one reading to the start of the next, 1 s to 1 day
/// @param keepAlive whether the link is kept between readings; otherwise the phone app can have it
///   meanwhile
/// @param x10 how to take the board's flag for tenfold currents and capacities
/// @param settle least pause between the connect and the first request, which some modules need, 0
///   to 5 s
/// @param pin passkey to pair it with over Bluetooth, 0 to 999999, if it wants that
/// @param password of its Bluetooth module; empty where none is to be given
/// @param area where it stands, suggested to Home Assistant
public record BatteryConfig(
    String name,
    Optional<String> displayName,
    Address address,
    Duration interval,
    boolean keepAlive,
    TenfoldUnits x10,
    Duration settle,
    Optional<Secret> pin,
    Optional<BoardPassword> password,
    Optional<String> area) {

  /// What a person calls it: its display name and, in brackets, its name, or its name alone.
  public String title() {
    return displayName.map(display -> display + " (" + name + ")").orElse(name);
  }

  /// The same battery, read at another interval.
  public BatteryConfig withInterval(Duration other) {
    return new BatteryConfig(
        name, displayName, address, other, keepAlive, x10, settle, pin, password, area);
  }

  /// The same battery with another kind of link.
  public BatteryConfig withKeepAlive(boolean other) {
    return new BatteryConfig(
        name, displayName, address, interval, other, x10, settle, pin, password, area);
  }
}
