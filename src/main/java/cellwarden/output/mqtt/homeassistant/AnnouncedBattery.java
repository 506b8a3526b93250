package cellwarden.output.mqtt.homeassistant;

import java.time.Duration;
import java.util.Optional;

/// A battery of the configuration.
///
/// @param id what is its own for ever: the digits of its MAC address in lower case, or its name
///   with the site
/// @param name as in topics
/// @param title for people
/// @param mac of its Bluetooth module
/// @param interval of its polls
/// @param area where it stands, a suggestion
/// @param site whose battery it is, where there are many
public record AnnouncedBattery(
    String id,
    String name,
    String title,
    Optional<String> mac,
    Duration interval,
    Optional<String> area,
    Optional<String> site) {

  /// Begins the ids of all that Cellwarden announces.
  static final String OURS = "cellwarden_";

  /// Begins the ids of its entities.
  String entityName() {
    return site.map(at -> at + "_" + name).orElse(name);
  }

  /// What Home Assistant knows it by.
  String deviceId() {
    return OURS + id;
  }
}
