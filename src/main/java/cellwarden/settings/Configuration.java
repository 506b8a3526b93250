package cellwarden.settings;

import java.util.List;
import java.util.Optional;

/// The whole configuration.
///
/// @param batteries at least one when it comes from a file, with unique names, in the order of the
///   file
/// @param mqtt empty: nothing is published to MQTT
/// @param journal where readings are kept
/// @param recovery what may be done to get Bluetooth batteries back, beyond connecting again
/// @param web empty: there is no page
/// @param site what this installation is called among many, one level of a topic
public record Configuration(
    List<BatteryConfig> batteries,
    Optional<MqttConfig> mqtt,
    JournalConfig journal,
    Recovery recovery,
    Optional<WebConfig> web,
    Optional<String> site) {

  /// What may be done to get Bluetooth batteries back.
  public enum Recovery {
    /// Also switch the adapter off and on, and ask the helper, where it is installed.
    ON,
    /// Only forget what is remembered of a battery that nobody paired; no adapter is touched.
    GENTLE,
    /// Only connect again.
    OFF
  }

  public Configuration {
    batteries = List.copyOf(batteries);
  }

  /// The battery with this name.
  public Optional<BatteryConfig> battery(String name) {
    return batteries.stream().filter(battery -> battery.name().equals(name)).findFirst();
  }
}
