package cellwarden.config;

import static cellwarden.config.Key.Need.DEFAULTED;
import static cellwarden.config.Key.Need.OPTIONAL;
import static cellwarden.config.Key.Need.REQUIRED;
import static cellwarden.config.Key.Section.BATTERIES;
import static cellwarden.config.Key.Section.BLUETOOTH;
import static cellwarden.config.Key.Section.JOURNAL;
import static cellwarden.config.Key.Section.MQTT;
import static cellwarden.config.Key.Section.SITE;
import static cellwarden.config.Key.Section.WEB;

import cellwarden.config.Key.Need;
import cellwarden.config.Key.Section;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.settings.Configuration.Recovery;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import cellwarden.settings.WebConfig;
import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
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
      row(
          "Names the battery in topics, in the journal and in commands.",
          key(BATTERIES, "name", REQUIRED, ValueTypes.NAME, "myBattery"));
  static final Key<String> DISPLAY_NAME =
      row(
          "What people call the battery, in the log, in read and in its samples; any text.",
          key(BATTERIES, "display_name", OPTIONAL, ValueTypes.DISPLAY_NAME, "Küche, links"));
  static final Key<Address> ADDRESS =
      row(
          "Where the battery is: Bluetooth LE, a serial port, a bridge on the network, or the simulator.",
          key(
              BATTERIES,
              "address",
              REQUIRED,
              ValueTypes.ADDRESS,
              "ble:A4:C1:38:00:11:22",
              "tcp:192.168.1.7:8899",
              "serial:/dev/ttyUSB0?baud=9600",
              "sim:4s"));
  static final Key<Duration> INTERVAL =
      row(
          "Time from the start of one reading to the start of the next.",
          key(BATTERIES, "interval", DEFAULTED, ValueTypes.duration("1s", "1d"), "30s"));
  static final Key<Boolean> KEEP_ALIVE =
      row(
          "Whether to disconnect between readings, so that the phone app gets through, or to stay connected.",
          key(
              BATTERIES,
              "connection",
              DEFAULTED,
              ValueType.choice(List.of("on_demand", "keep_alive"), "keep_alive"::equals),
              "on_demand"));
  static final Key<TenfoldUnits> X10 =
      row(
          "Whether currents and capacities count tenfold; auto follows the board's own flag.",
          key(BATTERIES, "x10", DEFAULTED, ValueType.choice(TenfoldUnits.class), "auto"));
  static final Key<Duration> SETTLE =
      row(
          "Least pause between the connect and the first request, for boards that need one.",
          key(BATTERIES, "settle", DEFAULTED, ValueTypes.duration("0s", "5s"), "0s"));
  static final Key<Optional<BleAddress.Stack>> STACK =
      row(
          "For ble: only, the way to the Bluetooth adapter; auto takes kernel where it works, else bluez.",
          key(BATTERIES, "stack", DEFAULTED, ValueTypes.STACK, "auto"));
  static final Key<Secret> PIN =
      row(
          "For ble: only, the passkey of a battery that has to be paired; better kept out of this file.",
          key(BATTERIES, "pin", OPTIONAL, ValueTypes.PIN, "123456"));
  static final Key<Path> PIN_FILE =
      row(
          "File that holds the pin instead; a relative path starts at the folder of this file.",
          key(BATTERIES, "pin_file", OPTIONAL, ValueTypes.SECRET_PATH, "battery_pin"));
  static final Key<Secret> BOARD_PASSWORD =
      row(
          "Password of the board's Bluetooth module, as the phone app asks for it; better kept out of this file.",
          key(BATTERIES, "password", OPTIONAL, ValueTypes.SECRET, "${BATTERY_PASSWORD}"));
  static final Key<Path> BOARD_PASSWORD_FILE =
      row(
          "File that holds that password instead; a relative path starts at the folder of this file.",
          key(BATTERIES, "password_file", OPTIONAL, ValueTypes.SECRET_PATH, "battery_password"));
  static final Key<PasswordMode> PASSWORD_MODE =
      row(
          "How the board is given its password: full as by the phone app, which holds beside a password, pin, or none.",
          key(BATTERIES, "password_mode", OPTIONAL, ValueType.choice(PasswordMode.class), "full"));
  static final Key<String> MAC =
      row(
          "Bluetooth address of the board, which password_mode: full needs where address is not ble:.",
          key(BATTERIES, "mac", OPTIONAL, ValueTypes.MAC, "A4:C1:38:00:11:22"));
  static final Key<String> AREA =
      row(
          "Where the battery stands, an area that is suggested to Home Assistant.",
          key(BATTERIES, "area", OPTIONAL, ValueTypes.DISPLAY_NAME, "Garage"));
  static final Key<MqttUrl> URL =
      row(
          "The broker; mqtts and wss are with TLS, ws is over WebSockets, embedded is a broker inside the program on 127.0.0.1.",
          key(
              MQTT,
              "url",
              REQUIRED,
              ValueTypes.MQTT_URL,
              "mqtt://127.0.0.1:1883",
              "mqtts://broker.example:8883",
              "wss://broker.example/mqtt",
              "embedded:"));
  static final Key<String> USERNAME =
      row("User at the broker.", key(MQTT, "username", OPTIONAL, ValueTypes.TEXT, "cellwarden"));
  static final Key<Secret> PASSWORD =
      row(
          "Password of that user; better kept out of this file.",
          key(MQTT, "password", OPTIONAL, ValueTypes.SECRET, "${MQTT_PASSWORD}"));
  static final Key<Path> PASSWORD_FILE =
      row(
          "File that holds the password instead; a relative path starts at the folder of this file.",
          key(MQTT, "password_file", OPTIONAL, ValueTypes.SECRET_PATH, "mqtt_password"));
  static final Key<String> BASE_TOPIC =
      row(
          "First part of every topic.",
          key(MQTT, "base_topic", DEFAULTED, ValueTypes.TOPIC, "batterie"));
  static final Key<String> CLIENT_ID =
      row(
          "What the broker knows this program by; without it, a name of this machine's and journal's own.",
          key(MQTT, "client_id", OPTIONAL, ValueTypes.CLIENT_ID, "cellwarden-cabin"));
  static final Key<HomeAssistantDiscovery> DISCOVERY =
      row(
          "How Home Assistant finds the batteries by itself: device announces each as a device, single each value, for openHAB.",
          key(
              MQTT,
              "discovery",
              DEFAULTED,
              ValueType.choice(HomeAssistantDiscovery.class),
              "device"));
  static final Key<String> DISCOVERY_PREFIX =
      row(
          "Where Home Assistant looks for that, if it was changed there.",
          key(MQTT, "discovery_prefix", DEFAULTED, ValueTypes.TOPIC, "homeassistant"));
  static final Key<Boolean> BACKFILL =
      row(
          "Whether samples that the broker missed are sent later from the journal, to history topics.",
          key(
              MQTT,
              "backfill",
              DEFAULTED,
              ValueType.choice(List.of("on", "off"), "on"::equals),
              "on"));
  static final Key<Optional<Duration>> BACKFILL_AGE =
      row(
          "Age beyond which a missed sample is not sent later any more.",
          key(
              MQTT,
              "max_age",
              DEFAULTED,
              ValueTypes.duration("1m", "36500d").or("unlimited"),
              "unlimited",
              "30d"));
  static final Key<Path> CA_FILE =
      row(
          "PEM file with the authorities of which one signed the broker's certificate; without it those that Java knows.",
          key(MQTT, "ca_file", OPTIONAL, ValueTypes.PATH, "ca.crt"));
  static final Key<Path> CLIENT_CERTIFICATE =
      row(
          "PEM file with the certificate that the broker wants to see.",
          key(MQTT, "client_certificate", OPTIONAL, ValueTypes.PATH, "cellwarden.crt"));
  static final Key<Path> CLIENT_KEY =
      row(
          "PEM file with the private key of that certificate, without a password.",
          key(MQTT, "client_key", OPTIONAL, ValueTypes.PATH, "cellwarden.key"));
  static final Key<Boolean> INVERT_CURRENT =
      row(
          "Whether current and power are published negative while charging; the journal stays as it is.",
          key(
              MQTT,
              "invert_current",
              DEFAULTED,
              ValueType.choice(List.of("true", "false"), "true"::equals),
              "false"));
  static final Key<Boolean> ATTRIBUTES =
      row(
          "Whether each value is published on a topic of its own, too, such as batterie/myBattery/voltage.",
          key(
              MQTT,
              "attributes",
              DEFAULTED,
              ValueType.choice(List.of("on", "off"), "on"::equals),
              "off"));
  static final Key<Path> PATH =
      row(
          "The file; a relative path starts at the working folder.",
          key(JOURNAL, "path", DEFAULTED, ValueTypes.PATH, "bms_data.jsonl"));
  static final Key<Fsync> FSYNC =
      row(
          "When lines are forced to the disk: always before a reading is published, after each such time, or never.",
          key(JOURNAL, "fsync", DEFAULTED, ValueTypes.FSYNC, "always", "5s", "never"));
  static final Key<Long> MAX_FILE_SIZE =
      row(
          "Size at which a new file is begun; one is begun each day in any case.",
          key(JOURNAL, "max_file_size", DEFAULTED, ValueTypes.size("100kB", "100GB"), "64MB"));
  static final Key<Optional<Duration>> MAX_AGE =
      row(
          "How long files are kept; what is not published yet is kept longer.",
          key(
              JOURNAL,
              "max_age",
              DEFAULTED,
              ValueTypes.duration("1d", "36500d").or("unlimited"),
              "unlimited",
              "365d"));
  static final Key<Long> MAX_SIZE =
      row(
          "Size of all files together; beyond it the oldest are removed, even what is not published yet.",
          key(JOURNAL, "max_size", DEFAULTED, ValueTypes.size("1MB", "100000GB"), "1GB"));
  static final Key<Long> RESERVE =
      row(
          "Free space of the disk; below it the oldest files are removed that are published.",
          key(JOURNAL, "reserve", DEFAULTED, ValueTypes.size("0kB", "100000GB"), "200MB"));

  static final Key<Recovery> RECOVERY =
      row(
          "What may be done when no battery answers: gentle leaves the adapter alone, off only connects again.",
          key(BLUETOOTH, "recovery", DEFAULTED, ValueType.choice(Recovery.class), "on"));

  static final Key<WebConfig> LISTEN =
      row(
          "Where the page is; beyond 127.0.0.1, where others reach it, it needs a password or open: true.",
          key(
              WEB,
              "listen",
              DEFAULTED,
              ValueTypes.LISTEN,
              "127.0.0.1:8080",
              "0.0.0.0:8080",
              "[::]:8080"));
  static final Key<Secret> WEB_PASSWORD =
      row(
          "Password of the page; better kept out of this file.",
          key(WEB, "password", OPTIONAL, ValueTypes.SECRET, "${WEB_PASSWORD}"));
  static final Key<Path> WEB_PASSWORD_FILE =
      row(
          "File that holds that password instead; a relative path starts at the folder of this file.",
          key(WEB, "password_file", OPTIONAL, ValueTypes.SECRET_PATH, "web_password"));
  static final Key<Boolean> OPEN =
      row(
          "Whether everybody on the network may look without a password; nobody can pause or read then.",
          key(
              WEB,
              "open",
              DEFAULTED,
              ValueType.choice(List.of("true", "false"), "true"::equals),
              "false"));
  static final Key<Boolean> METRICS =
      row(
          "Whether there are figures for Prometheus, at /metrics.",
          key(
              WEB,
              "metrics",
              DEFAULTED,
              ValueType.choice(List.of("on", "off"), "on"::equals),
              "off"));

  static final Key<String> SITE_NAME =
      row(
          "Stands after the base topic in every topic, so that sites may name their batteries alike.",
          key(SITE, "site", OPTIONAL, ValueTypes.SITE, "cabin-17"));

  /// How a board is given its password.
  enum PasswordMode {
    NONE,
    PIN,
    FULL
  }

  private Keys() {}

  static List<Key<?>> all() {
    return List.copyOf(ROWS);
  }

  static List<Key<?>> of(Section section) {
    return ROWS.stream().filter(key -> key.section() == section).toList();
  }

  private static <T> Key<T> row(String meaning, Key<T> key) {
    Key<T> row = key.meaning(meaning);
    ROWS.add(row);
    return row;
  }

  static <T> Key<T> key(
      Section section, String name, Need need, ValueType<T> type, String... samples) {
    return new Key<>(section, name, type, need, List.of(samples), "");
  }
}
