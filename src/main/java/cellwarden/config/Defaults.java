package cellwarden.config;

import cellwarden.settings.BatteryConfig;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.TlsFiles;
import cellwarden.transport.Address;
import java.nio.file.Path;
import java.util.Optional;

/// Settings that no file says: everything else is left at its default.
public final class Defaults {
  private Defaults() {}

  /// A battery of which only this is known.
  public static BatteryConfig battery(String name, Address address) {
    return new BatteryConfig(
        name,
        Optional.empty(),
        address,
        Keys.INTERVAL.sample(),
        Keys.KEEP_ALIVE.sample(),
        Keys.X10.sample(),
        Keys.SETTLE.sample(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// This broker, anonymously.
  public static MqttConfig mqtt(MqttUrl url) {
    return new MqttConfig(
        url,
        Optional.empty(),
        Optional.empty(),
        Keys.BASE_TOPIC.sample(),
        Optional.empty(),
        Keys.DISCOVERY.sample(),
        Keys.DISCOVERY_PREFIX.sample(),
        Keys.BACKFILL.sample(),
        Keys.BACKFILL_AGE.sample(),
        TlsFiles.NONE,
        Keys.INVERT_CURRENT.sample(),
        Keys.ATTRIBUTES.sample(),
        Optional.empty());
  }

  /// A journal in this file.
  public static JournalConfig journal(Path path) {
    return new JournalConfig(
        path,
        Keys.FSYNC.sample(),
        Keys.MAX_FILE_SIZE.sample(),
        Keys.MAX_AGE.sample(),
        Keys.MAX_SIZE.sample(),
        Keys.RESERVE.sample());
  }
}
