package cellwarden.settings;

import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.transport.Address;
import java.time.Duration;

/// One battery to read.
///
/// @param name 1 to 64 letters, digits, `_` and `-`, and never `bridge`, where it comes from a
///   file; the address where that is all that is known
/// @param address where it is, and over which Bluetooth stack, if one was named
/// @param interval from the start of one reading to the start of the next, 1 s to 1 day
/// @param keepAlive whether the link is kept between readings; otherwise the phone app can have it
///   meanwhile
/// @param x10 how to take the board's flag for tenfold currents and capacities
/// @param settle pause between the connect and the first request, which some modules need, 0 to 5 s
public record BatteryConfig(
    String name,
    Address address,
    Duration interval,
    boolean keepAlive,
    TenfoldUnits x10,
    Duration settle) {

  /// The same battery, read at another interval.
  public BatteryConfig withInterval(Duration other) {
    return new BatteryConfig(name, address, other, keepAlive, x10, settle);
  }

  /// The same battery with another kind of link.
  public BatteryConfig withKeepAlive(boolean other) {
    return new BatteryConfig(name, address, interval, other, x10, settle);
  }
}
