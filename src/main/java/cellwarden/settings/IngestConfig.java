package cellwarden.settings;

import java.time.Duration;
import java.util.Optional;

/// What `ingest` takes from which broker, and where it writes it.
///
/// @param mqtt the broker; its base topic is what stands before the sites
/// @param group of those who share what the sites publish
/// @param receiveMaximum messages that may be on their way, unacknowledged; each waits in memory
/// @param database where they are written
/// @param batch messages that are written at once, at most
/// @param metrics where it says how it does
/// @param grace how long what has not come is waited for, before a site is asked for it
public record IngestConfig(
    MqttConfig mqtt,
    String group,
    int receiveMaximum,
    DatabaseConfig database,
    int batch,
    Optional<WebConfig> metrics,
    Duration grace) {

  /// What it does, in one line without secrets.
  public String summary() {
    return mqtt.baseTopic() + "/+/+ at " + mqtt.url() + " to " + database.url();
  }

  /// A database of PostgreSQL.
  ///
  /// @param url of JDBC, without user and password
  public record DatabaseConfig(String url, Optional<String> username, Optional<Secret> password) {}
}
