package cellwarden.output;

import cellwarden.battery.BatteryControl;
import cellwarden.settings.BatteryConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the program knows about itself.
///
/// @param installation tells this bridge from others
/// @param version of the program
/// @param started wall clock of the start
/// @param settings texts, numbers, truth values, lists and maps of them, without any secret
/// @param devices the batteries in the order of the configuration
/// @param controls their pollers; filled after this was made, safe for use by several threads
/// @param restarts what was restarted after a bug
/// @param site what this installation is called among many
public record BridgeFacts(
    String installation,
    String version,
    Instant started,
    Map<String, Object> settings,
    List<BatteryConfig> devices,
    List<BatteryControl> controls,
    Restarts restarts,
    Optional<String> site) {

  /// The names of all batteries.
  public List<String> names() {
    return devices.stream().map(BatteryConfig::name).toList();
  }

  /// The pollers of all batteries, or of one.
  ///
  /// @param battery its name; empty for all
  public List<BatteryControl> controls(Optional<String> battery) {
    return controls.stream()
        .filter(control -> battery.isEmpty() || battery.get().equals(control.battery()))
        .toList();
  }
}
