package cellwarden.testing;

import cellwarden.config.Defaults;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.BoardPassword;
import cellwarden.transport.SimAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/// Settings of batteries for tests that bring a transport of their own.
public final class Batteries {

  private Batteries() {}

  /// Everything at its default.
  public static BatteryConfig named(String name) {
    return Defaults.battery(name, new SimAddress("", new TreeMap<>()));
  }

  /// The same battery with a name for people.
  public static BatteryConfig called(BatteryConfig battery, String displayName) {
    return new BatteryConfig(
        battery.name(),
        Optional.of(displayName),
        battery.address(),
        battery.interval(),
        battery.keepAlive(),
        battery.x10(),
        battery.settle(),
        battery.pin(),
        battery.password(),
        battery.area());
  }

  /// The same battery with a pause after the connect.
  public static BatteryConfig settling(BatteryConfig battery, Duration settle) {
    return new BatteryConfig(
        battery.name(),
        battery.displayName(),
        battery.address(),
        battery.interval(),
        battery.keepAlive(),
        battery.x10(),
        settle,
        battery.pin(),
        battery.password(),
        battery.area());
  }

  /// The same battery with its flag for tenfold units overridden.
  public static BatteryConfig counting(BatteryConfig battery, TenfoldUnits x10) {
    return new BatteryConfig(
        battery.name(),
        battery.displayName(),
        battery.address(),
        battery.interval(),
        battery.keepAlive(),
        x10,
        battery.settle(),
        battery.pin(),
        battery.password(),
        battery.area());
  }

  /// The same battery with a password.
  public static BatteryConfig guarded(BatteryConfig battery, BoardPassword password) {
    return new BatteryConfig(
        battery.name(),
        battery.displayName(),
        battery.address(),
        battery.interval(),
        battery.keepAlive(),
        battery.x10(),
        battery.settle(),
        battery.pin(),
        Optional.of(password),
        battery.area());
  }
}
