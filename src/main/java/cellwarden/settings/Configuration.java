package cellwarden.settings;

import java.util.List;
import java.util.Optional;

/// The whole configuration.
///
/// @param batteries at least one when it comes from a file, with unique names, in the order of the
///   file
/// @param mqtt empty: nothing is published to MQTT
/// @param journal where readings are kept
public record Configuration(
    List<BatteryConfig> batteries, Optional<MqttConfig> mqtt, JournalConfig journal) {
  public Configuration {
    batteries = List.copyOf(batteries);
  }

  /// The battery with this name.
  public Optional<BatteryConfig> battery(String name) {
    return batteries.stream().filter(battery -> battery.name().equals(name)).findFirst();
  }
}
