package cellwarden.config;

import cellwarden.config.Key.Need;
import cellwarden.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// THE table of keys. The reader, the JSON Schema, the commented example and the reference page
/// follow it; a new key is a row here, a component of its record and a line in
/// [ConfigurationMapper].
final class Keys {
  private static final List<Key<?>> ROWS = new ArrayList<>();

  static final Key<String> NAME =
      required(
          Section.BATTERIES,
          "name",
          ValueTypes.NAME,
          "Names the battery in topics, in the journal and in commands.",
          "myBattery");
  static final Key<Address> ADDRESS =
      required(
          Section.BATTERIES,
          "address",
          ValueTypes.ADDRESS,
          "Where the battery is: Bluetooth LE, a serial port, a bridge on the network, or the simulator.",
          "ble:A4:C1:38:00:11:22",
          "tcp:192.168.1.7:8899",
          "serial:/dev/ttyUSB0?baud=9600",
          "sim:4s");
  static final Key<Duration> INTERVAL =
      defaulted(
          Section.BATTERIES,
          "interval",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          "Time from the start of one reading to the start of the next.",
          "30s");
  static final Key<ConnectionMode> CONNECTION =
      defaulted(
          Section.BATTERIES,
          "connection",
          ValueTypes.choice(ConnectionMode.class),
          "Whether to disconnect between readings, so that the phone app gets through, or to stay connected.",
          "on_demand");
  static final Key<TenfoldUnits> X10 =
      defaulted(
          Section.BATTERIES,
          "x10",
          ValueTypes.choice(TenfoldUnits.class),
          "Whether currents and capacities count tenfold; auto follows the board's own flag.",
          "auto");
  static final Key<Duration> SETTLE =
      defaulted(
          Section.BATTERIES,
          "settle",
          ValueTypes.duration(Duration.ZERO, Duration.ofSeconds(5)),
          "Pause between the connect and the first request, for boards that need one.",
          "0s");
  static final Key<BluetoothStack> STACK =
      defaulted(
          Section.BATTERIES,
          "stack",
          ValueTypes.choice(BluetoothStack.class),
          "For ble: only, the way to the Bluetooth adapter; auto takes kernel where it works, else bluez.",
          "auto");
  static final Key<MqttUrl> URL =
      required(
          Section.MQTT,
          "url",
          ValueTypes.MQTT_URL,
          "The broker; mqtts is with TLS, embedded is a broker inside the program on 127.0.0.1.",
          "mqtt://127.0.0.1:1883",
          "mqtts://broker.example:8883",
          "embedded:");
  static final Key<String> USERNAME =
      optional(Section.MQTT, "username", ValueTypes.TEXT, "User at the broker.", "cellwarden");
  static final Key<Secret> PASSWORD =
      optional(
          Section.MQTT,
          "password",
          ValueTypes.SECRET,
          "Password of that user; better kept out of this file.",
          "${MQTT_PASSWORD}");
  static final Key<Path> PASSWORD_FILE =
      optional(
          Section.MQTT,
          "password_file",
          ValueTypes.SECRET_PATH,
          "File that holds the password instead; a relative path starts at the folder of this file.",
          "mqtt_password");
  static final Key<String> BASE_TOPIC =
      defaulted(
          Section.MQTT, "base_topic", ValueTypes.TOPIC, "First part of every topic.", "batterie");
  static final Key<String> CLIENT_ID =
      defaulted(
          Section.MQTT,
          "client_id",
          ValueTypes.CLIENT_ID,
          "What the broker knows this program by; unique at the broker.",
          "cellwarden");
  static final Key<Path> PATH =
      defaulted(
          Section.JOURNAL,
          "path",
          ValueTypes.PATH,
          "The file; a relative path starts at the working folder.",
          "bms_data.jsonl");
  static final Key<Fsync> FSYNC =
      defaulted(
          Section.JOURNAL,
          "fsync",
          ValueTypes.fsync(Duration.ofSeconds(1), Duration.ofHours(1)),
          "When lines are forced to the disk: always before a reading is published, after each such time, or never.",
          "always",
          "5s",
          "never");
  static final Key<Long> MAX_FILE_SIZE =
      defaulted(
          Section.JOURNAL,
          "max_file_size",
          ValueTypes.size("100kB", "100GB"),
          "Size at which a new file is begun; one is begun each day in any case.",
          "64MB");
  static final Key<Optional<Duration>> MAX_AGE =
      defaulted(
          Section.JOURNAL,
          "max_age",
          ValueTypes.durationOr("unlimited", Duration.ofDays(1), Duration.ofDays(36_500)),
          "How long files are kept; what is not published yet is kept longer.",
          "unlimited",
          "365d");
  static final Key<Long> MAX_SIZE =
      defaulted(
          Section.JOURNAL,
          "max_size",
          ValueTypes.size("1MB", "100000GB"),
          "Size of all files together; beyond it the oldest are removed, even what is not published yet.",
          "1GB");
  static final Key<Long> RESERVE =
      defaulted(
          Section.JOURNAL,
          "reserve",
          ValueTypes.size("0kB", "100000GB"),
          "Free space of the disk; below it the oldest files are removed that are published.",
          "200MB");

  private Keys() {}

  static List<Key<?>> all() {
    return List.copyOf(ROWS);
  }

  static List<Key<?>> of(Section section) {
    return ROWS.stream().filter(key -> key.section() == section).toList();
  }

  private static <T> Key<T> required(
      Section section, String name, ValueType<T> type, String meaning, String... examples) {
    return row(new Key<>(section, name, type, Need.REQUIRED, List.of(examples), meaning));
  }

  private static <T> Key<T> defaulted(
      Section section, String name, ValueType<T> type, String meaning, String... samples) {
    return row(new Key<>(section, name, type, Need.DEFAULTED, List.of(samples), meaning));
  }

  private static <T> Key<T> optional(
      Section section, String name, ValueType<T> type, String meaning, String example) {
    return row(new Key<>(section, name, type, Need.OPTIONAL, List.of(example), meaning));
  }

  private static <T> Key<T> row(Key<T> key) {
    ROWS.add(key);
    return key;
  }
}
