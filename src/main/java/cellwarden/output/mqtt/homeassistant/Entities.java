package cellwarden.output.mqtt.homeassistant;

import cellwarden.battery.Metric;
import cellwarden.battery.Metric.Quantity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The entities of one battery, from the table of metrics: by kind and quantity, so that a new
/// metric needs no rule here.
///
/// Which page of Home Assistant's states each rule is a table in
/// `docs/reference/home-assistant.md`. A payload `None` is an unknown state. Templates read by
/// `get`, since a name that is missing is a warning in Home Assistant's log.
final class Entities {

  /// Home Assistant shows a battery with more cells only after somebody asked for them.
  private static final int CELLS_SHOWN = 8;

  private static final String SUSPECTS = "{% set s = value_json.get('suspect', []) %}";
  private static final int KILO = 1000;

  private final String id;
  private final String name;
  private final String topic;
  private final long expireAfter;
  private final Map<String, Object> components = new LinkedHashMap<>();

  private Entities(AnnouncedBattery battery, String topic) {
    this.id = battery.deviceId();
    this.name = battery.entityName();
    this.topic = topic;
    // As long as a battery may fail before it counts as offline.
    this.expireAfter = battery.interval().multipliedBy(4).plusMinutes(1).toSeconds();
  }

  /// The components of a discovery message by their keys, each as it is written to JSON.
  ///
  /// @param lengths how many items the battery has of each metric that is a list of measurements
  /// @param some what it says though not every battery does
  /// @param topic of its samples
  /// @param availability the topic that says whether the battery answers
  /// @param bridge what says whether the bridge is there
  /// @param requests the topics where the bridge can be asked for something
  static Map<String, Object> of(
      AnnouncedBattery battery,
      Map<Metric, Integer> lengths,
      Set<Metric> some,
      String topic,
      String availability,
      Map<String, Object> bridge,
      UnaryOperator<String> requests) {
    Entities entities = new Entities(battery, topic);
    for (Metric metric : Metric.values()) {
      if (!metric.isOfSome() || some.contains(metric)) {
        entities.add(metric, lengths.getOrDefault(metric, 0));
      }
    }
    entities.addRest(availability, bridge);
    entities.button("read_now", "Read now", "mdi:refresh", requests.apply("read"), "", bridge);
    entities.button(
        "pause",
        "Pause for 10 minutes",
        "mdi:pause",
        requests.apply("pause"),
        ",\"minutes\":10",
        bridge);
    entities.button("resume", "Resume", "mdi:play", requests.apply("resume"), "", bridge);
    return entities.components;
  }

  private void add(Metric metric, int length) {
    switch (metric.kind()) {
      case NUMBER -> number(metric);
      case NUMBERS -> {
        if (metric.quantity() == Quantity.POSITION) {
          running(metric);
        } else {
          items(metric, length);
        }
      }
      case FLAG -> flag(metric);
      case TEXTS -> names(metric);
      // Said of the device.
      case TEXT, DATE -> {}
    }
  }

  private void number(Metric metric) {
    boolean energy = metric.quantity() == Quantity.ENERGY;
    String value = "value_json.get('" + metric.key() + "')";
    Map<String, Object> sensor =
        sensor(
            metric.key(),
            metric.label(),
            energy
                ? "{% set v = "
                    + value
                    + " %}{{ (v / "
                    + KILO
                    + ") | round(4) if v is number else none }}"
                : SUSPECTS + "{{ none if " + doubt(metric) + " else " + value + " }}");
    measure(sensor, metric);
    if (energy) {
      sensor.put("unit_of_measurement", "kWh");
      sensor.put("suggested_display_precision", 2);
    }
    if (isDiagnostic(metric)) {
      sensor.put("entity_category", "diagnostic");
    }
    // It changes all the time; Home Assistant keeps every change, and tells it as an activity.
    if (isTimeCounted(metric) || metric.quantity() == Quantity.POSITION) {
      sensor.put("enabled_by_default", false);
    }
  }

  private void items(Metric metric, int length) {
    for (int i = 0; i < length; i++) {
      int number = i + 1;
      Map<String, Object> sensor =
          sensor(
              metric.itemKey(number),
              singular(metric.label()) + " " + number,
              SUSPECTS
                  + "{% set v = value_json.get('"
                  + metric.key()
                  + "') or [] %}{{ v["
                  + i
                  + "] if v | length > "
                  + i
                  + " and not ("
                  + doubt(metric)
                  + ") else none }}");
      measure(sensor, metric);
      if (length > CELLS_SHOWN) {
        sensor.put("enabled_by_default", false);
      }
    }
  }

  private void measure(Map<String, Object> sensor, Metric metric) {
    deviceClass(metric)
        .ifPresentOrElse(
            known -> sensor.put("device_class", known), () -> sensor.put("icon", icon(metric)));
    if (!metric.unit().isEmpty()) {
      sensor.put("unit_of_measurement", metric.unit());
    }
    if (metric.isTotal()) {
      sensor.put("state_class", "total_increasing");
    } else if (metric.quantity() != Quantity.POSITION) {
      sensor.put("state_class", "measurement");
    }
    sensor.put("suggested_display_precision", metric.digits());
  }

  private void flag(Metric metric) {
    Map<String, Object> flag =
        add("binary_sensor", metric.key(), metric.label(), onOff("v", metric));
    flag.put("entity_category", "diagnostic");
    flag.put("icon", icon(metric));
  }

  private void running(Metric metric) {
    Map<String, Object> running =
        add(
            "binary_sensor",
            metric.key(),
            capitalised(metric.key()),
            onOff("v | length > 0", metric));
    running.put("device_class", "running");
    running.put("json_attributes_topic", topic);
    running.put(
        "json_attributes_template",
        "{{ {'cells': value_json.get('" + metric.key() + "') or []} | tojson }}");
  }

  private void names(Metric metric) {
    if (metric == Metric.PROTECTIONS) {
      Map<String, Object> problem =
          add("binary_sensor", "problem", "Problem", onOff("v | length > 0", metric));
      problem.put("device_class", "problem");
    }
    Map<String, Object> names =
        sensor(
            metric.key(),
            metric.label(),
            "{% set v = value_json.get('"
                + metric.key()
                + "') %}{{ none if v is none else (v | join(', ') or 'none') }}");
    names.put("entity_category", "diagnostic");
    names.put("icon", icon(metric));
  }

  /// What is no value of the battery's.
  private void addRest(String availability, Map<String, Object> bridge) {
    Map<String, Object> seen = sensor("last_seen", "Last seen", "{{ value_json.get('time') }}");
    seen.put("device_class", "timestamp");
    seen.put("entity_category", "diagnostic");
    // It changes with each sample, and Home Assistant keeps every change.
    seen.put("enabled_by_default", false);
    Map<String, Object> rssi =
        sensor("rssi", "Signal strength", "{{ value_json.get('link', {}).get('rssi') }}");
    rssi.put("device_class", "signal_strength");
    rssi.put("state_class", "measurement");
    rssi.put("unit_of_measurement", "dBm");
    rssi.put("entity_category", "diagnostic");
    rssi.put("enabled_by_default", false);
    Map<String, Object> connected = add("binary_sensor", "connected", "Connected", "{{ value }}");
    connected.remove("expire_after");
    connectivity(connected);
    connected.put("state_topic", availability);
    connected.putAll(bridge);
  }

  /// A battery that does not answer can be read and paused all the same: perhaps the phone has it.
  /// So only the bridge has to be there, as the page "MQTT button" has it.
  ///
  /// @param more of the request, beside the battery
  private void button(
      String key,
      String label,
      String icon,
      String command,
      String more,
      Map<String, Object> bridge) {
    Map<String, Object> button = add("button", key, label, "");
    button.remove("value_template");
    button.remove("expire_after");
    button.put("icon", icon);
    button.put("entity_category", "config");
    button.put("command_topic", command);
    button.put("payload_press", "{\"battery\":\"" + name + "\"" + more + "}");
    button.putAll(bridge);
  }

  private Map<String, Object> sensor(String key, String label, String template) {
    return add("sensor", key, label, template);
  }

  private Map<String, Object> add(String platform, String key, String label, String template) {
    Map<String, Object> component = component(platform, id, slug(name), key, label);
    component.put("value_template", template);
    component.put("expire_after", expireAfter);
    components.put(key, component);
    return component;
  }

  /// What every entity has.
  ///
  /// @param device begins its unique id, and does not change
  /// @param prefix begins its entity id
  static Map<String, Object> component(
      String platform, String device, String prefix, String key, String label) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("platform", platform);
    component.put("unique_id", device + "_" + key);
    component.put("default_entity_id", platform + "." + prefix + "_" + key);
    component.put("name", label);
    return component;
  }

  /// Lets a component say whether somebody is there, from a topic with `online` or `offline`.
  static void connectivity(Map<String, Object> component) {
    component.put("device_class", "connectivity");
    component.put("entity_category", "diagnostic");
    component.put("payload_on", "online");
    component.put("payload_off", "offline");
  }

  private static String onOff(String test, Metric metric) {
    return "{% set v = value_json.get('"
        + metric.key()
        + "') %}{{ none if v is none else 'ON' if "
        + test
        + " else 'OFF' }}";
  }

  /// In a template, after [#SUSPECTS]: whether the value is in doubt.
  private static String doubt(Metric metric) {
    return Stream.concat(Stream.of(metric), metric.sources().stream())
        .map(source -> "'" + source.key() + "' in s")
        .collect(Collectors.joining(" or "));
  }

  private static Optional<String> deviceClass(Metric metric) {
    return switch (metric.quantity()) {
      case VOLTAGE -> Optional.of("voltage");
      case CURRENT -> Optional.of("current");
      case POWER -> Optional.of("power");
      case ENERGY -> Optional.of(metric.isTotal() ? "energy" : "energy_storage");
      case TEMPERATURE -> Optional.of("temperature");
      case DURATION -> Optional.of("duration");
      // Home Assistant shows the state of charge as the device's battery.
      case SHARE -> metric == Metric.SOC ? Optional.of("battery") : Optional.empty();
      // It has no class for ampere-hours.
      case CHARGE, COUNT, POSITION, NONE -> Optional.empty();
    };
  }

  /// Of what has no device class, and so no icon of its own.
  private static String icon(Metric metric) {
    return switch (metric.quantity()) {
      case CHARGE, SHARE -> metric.isTotal() ? "mdi:battery-sync" : "mdi:battery-medium";
      case COUNT -> "mdi:counter";
      case POSITION -> "mdi:numeric";
      default ->
          metric.kind() == Metric.Kind.FLAG ? "mdi:electric-switch" : "mdi:shield-alert-outline";
    };
  }

  private static boolean isDiagnostic(Metric metric) {
    return switch (metric.quantity()) {
      case COUNT, POSITION -> true;
      default -> metric == Metric.NOMINAL_CAPACITY || isTimeCounted(metric);
    };
  }

  /// What grows with every second.
  private static boolean isTimeCounted(Metric metric) {
    return metric.quantity() == Quantity.DURATION && metric.isTotal();
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String singular(String plural) {
    return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }

  /// As entity ids are written.
  static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
