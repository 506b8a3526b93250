package cellwarden.config;

import cellwarden.transport.Address;
import java.time.Duration;

/// One battery to read.
///
/// @param name 1 to 64 letters, digits, `_` and `-`; never `bridge`
/// @param address where it is
/// @param interval from the start of one reading to the start of the next, 1 s to 1 day
/// @param connection whether the link is kept between readings
/// @param x10 how to take the board's flag for tenfold currents and capacities
/// @param settle pause between the connect and the first request, 0 to 5 s
/// @param stack the Bluetooth stack, wherever it was named: by its key or in the address
public record BatteryConfig(
    String name,
    Address address,
    Duration interval,
    ConnectionMode connection,
    TenfoldUnits x10,
    Duration settle,
    BluetoothStack stack) {

  /// The name, if it is one.
  ///
  /// @throws ValueException with one sentence when it is none
  public static String checkedName(String text) throws ValueException {
    return ValueTypes.NAME.parse(text);
  }

  /// A battery with everything but name and address left at its default.
  public static BatteryConfig withDefaults(String name, Address address) {
    return new BatteryConfig(
        name,
        address,
        Keys.INTERVAL.sample(),
        Keys.CONNECTION.sample(),
        Keys.X10.sample(),
        Keys.SETTLE.sample(),
        BluetoothStack.of(address));
  }

  /// The same battery with another kind of link.
  public BatteryConfig withConnection(ConnectionMode other) {
    return new BatteryConfig(name, address, interval, other, x10, settle, stack);
  }
}
