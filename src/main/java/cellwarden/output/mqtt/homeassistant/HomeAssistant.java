package cellwarden.output.mqtt.homeassistant;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.mqtt.client.Message;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Home Assistant reads of bridge and batteries: one retained message for each, as its page
/// "MQTT device discovery" has it. What of this bridge stands there for a battery that is gone, is
/// removed.
///
/// Not safe for use by several threads.
public final class HomeAssistant {

  private static final String ORIGIN = "Cellwarden";
  private static final String UNIQUE_ID = "unique_id";
  private static final byte[] NOTHING = new byte[0];

  private final Settings settings;
  private final Names names;
  private final Map<String, AnnouncedBattery> batteries;
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Map<String, String>> earlier = new HashMap<>();

  /// How this installation announces itself.
  ///
  /// @param on whether anything is announced; else only what once was is removed
  /// @param prefix Home Assistant's, `homeassistant` unless it was changed there
  /// @param bridge tells this installation from others, letters and digits
  /// @param version of this program
  public record Settings(boolean on, String prefix, String bridge, String version) {}

  /// The topics that are read by Home Assistant.
  public interface Names {
    /// Of the samples of a battery.
    String sample(String battery);

    /// Whether a battery answers, `online` or `offline`.
    String availability(String battery);

    /// Whether the bridge is there, `online` or `offline`.
    String bridgeState();

    /// Where the bridge is asked for something, such as `read`.
    String request(String what);
  }

  /// What of a sample decides about the message.
  private record Shape(
      Map<Metric, Integer> lengths, Set<Metric> some, Map<Metric, Object> device) {}

  /// Nothing is announced yet.
  ///
  /// @param batteries all of the configuration
  public HomeAssistant(Settings settings, Names names, List<AnnouncedBattery> batteries) {
    this.settings = settings;
    this.names = names;
    this.batteries =
        batteries.stream().collect(Collectors.toMap(AnnouncedBattery::name, battery -> battery));
  }

  /// Where Home Assistant says `online` when it has started and wants everything again.
  public String statusTopic() {
    return settings.prefix + "/status";
  }

  /// Where all device discovery stands, ours and others'.
  public String allTopics() {
    return topic("+");
  }

  /// Whether a topic is one of these.
  public boolean isAnnouncement(String topic) {
    return topic.startsWith(settings.prefix + "/device/");
  }

  private String topic(String device) {
    return settings.prefix + "/device/" + device + "/config";
  }

  /// The message about the bridge itself, to which the batteries belong.
  public Optional<Message> bridge() {
    if (!settings.on) {
      return Optional.empty();
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("platform", "binary_sensor");
    state.put(UNIQUE_ID, bridgeId() + "_state");
    state.put("default_entity_id", "binary_sensor." + bridgeId() + "_state");
    state.put("name", "Running");
    state.put("device_class", "connectivity");
    state.put("entity_category", "diagnostic");
    state.put("payload_on", "online");
    state.put("payload_off", "offline");
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("identifiers", List.of(bridgeId()));
    device.put("name", "Cellwarden bridge");
    device.put("manufacturer", ORIGIN);
    device.put("sw_version", settings.version);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("device", device);
    message.put("origin", origin());
    message.put("state_topic", names.bridgeState());
    message.put("qos", 1);
    message.put("components", Map.of("state", state));
    return Optional.of(message(topic(bridgeId()), message));
  }

  /// The message about a battery, where a sample says something new of what there is to announce.
  public Optional<Message> learned(Sample sample) {
    AnnouncedBattery battery = batteries.get(sample.battery());
    if (battery == null || !settings.on) {
      return Optional.empty();
    }
    Shape before = shapes.get(battery.name());
    Shape now = shape(sample, before);
    shapes.put(battery.name(), now);
    return now.equals(before) ? Optional.empty() : Optional.of(message(battery, now));
  }

  /// Takes what stands on one of [#allTopics()], of which most is others'. Gives the message to
  /// publish because of it: an empty one removes it.
  public Optional<Message> heard(Message message) {
    String topic = message.topic();
    // Others' are many, and large.
    Optional<JsonObject> announced =
        topic.startsWith(settings.prefix + "/device/" + AnnouncedBattery.OURS)
            ? parse(message).filter(this::isOfThisBridge)
            : Optional.empty();
    if (announced.isEmpty()) {
      return Optional.empty();
    }
    Optional<AnnouncedBattery> battery =
        batteries.values().stream()
            .filter(known -> topic.equals(topic(known.deviceId())))
            .findFirst();
    if (!settings.on || (battery.isEmpty() && !topic.equals(topic(bridgeId())))) {
      return Optional.of(Message.retained(topic, NOTHING));
    }
    if (battery.isEmpty()) {
      return Optional.empty();
    }
    earlier.put(battery.get().name(), platforms(announced.get()));
    Shape shape = shapes.get(battery.get().name());
    return shape == null || gone(battery.get(), components(battery.get(), shape)).isEmpty()
        ? Optional.empty()
        : Optional.of(message(battery.get(), shape));
  }

  /// A list that is unknown or in doubt changes nothing.
  private static Shape shape(Sample sample, @Nullable Shape before) {
    Map<Metric, Integer> lengths = new EnumMap<>(Metric.class);
    Set<Metric> some = EnumSet.noneOf(Metric.class);
    Map<Metric, Object> device = new EnumMap<>(Metric.class);
    if (before != null) {
      lengths.putAll(before.lengths);
      some.addAll(before.some);
      device.putAll(before.device);
    }
    for (Metric metric : sample.metrics()) {
      Object value = sample.values().get(metric);
      if (metric.isOfSome()) {
        some.add(metric);
      }
      switch (metric.kind()) {
        case NUMBERS -> {
          if (value instanceof List<?> list && !list.isEmpty() && !sample.isInDoubt(metric)) {
            lengths.put(metric, list.size());
          }
        }
        case TEXT, DATE -> {
          if (value != null) {
            device.put(metric, value);
          }
        }
        case NUMBER, FLAG, TEXTS -> {}
      }
    }
    lengths.remove(Metric.BALANCING);
    return new Shape(lengths, some, device);
  }

  private Message message(AnnouncedBattery battery, Shape shape) {
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("identifiers", List.of(battery.deviceId()));
    battery.mac().ifPresent(mac -> device.put("connections", List.of(List.of("bluetooth", mac))));
    device.put("name", battery.title());
    device.put("manufacturer", "JBD");
    put(device, "model", shape.device.get(Metric.HARDWARE_VERSION));
    put(device, "sw_version", shape.device.get(Metric.SOFTWARE_VERSION));
    device.put("via_device", bridgeId());
    Map<String, Object> components = components(battery, shape);
    gone(battery, components)
        .forEach((key, platform) -> components.put(key, Map.of("platform", platform)));
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("device", device);
    message.put("origin", origin());
    message.put(
        "availability",
        List.of(
            Map.of("topic", names.bridgeState()),
            Map.of("topic", names.availability(battery.name()))));
    message.put("availability_mode", "all");
    message.put("state_topic", names.sample(battery.name()));
    message.put("qos", 1);
    message.put("components", components);
    return message(topic(battery.deviceId()), message);
  }

  private Map<String, Object> components(AnnouncedBattery battery, Shape shape) {
    return Entities.of(
        battery,
        shape.lengths,
        shape.some,
        names.sample(battery.name()),
        names.availability(battery.name()),
        Map.of("availability", List.of(Map.of("topic", names.bridgeState()))),
        names::request);
  }

  /// What was announced once, with its platform, and is no more: named without anything else it is
  /// removed.
  private Map<String, String> gone(AnnouncedBattery battery, Map<String, Object> components) {
    Map<String, String> gone = new LinkedHashMap<>(earlier.getOrDefault(battery.name(), Map.of()));
    gone.keySet().removeAll(components.keySet());
    return gone;
  }

  private boolean isOfThisBridge(JsonObject announced) {
    Optional<JsonObject> device = announced.object("device");
    Set<String> bridges = new HashSet<>();
    device.flatMap(json -> json.text("via_device")).ifPresent(bridges::add);
    device.ifPresent(json -> bridges.addAll(json.texts("identifiers")));
    return bridges.contains(bridgeId());
  }

  private static Map<String, String> platforms(JsonObject announced) {
    Map<String, String> platforms = new LinkedHashMap<>();
    announced
        .object("components")
        .ifPresent(components ->
            components
                .names()
                .forEach(key ->
                    components
                        .object(key)
                        .filter(component -> component.has(UNIQUE_ID))
                        .flatMap(component -> component.text("platform"))
                        .ifPresent(platform -> platforms.put(key, platform))));
    return platforms;
  }

  private static Optional<JsonObject> parse(Message message) {
    try {
      return Optional.of(JsonObject.parse(message.payload()));
    } catch (JsonException e) {
      // Another program's.
      return Optional.empty();
    }
  }

  private String bridgeId() {
    return AnnouncedBattery.OURS + "bridge_" + settings.bridge;
  }

  private Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("name", ORIGIN);
    origin.put("sw_version", settings.version);
    return origin;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value.toString());
    }
  }

  private static Message message(String topic, Map<String, Object> body) {
    return Message.retained(
        topic,
        JsonText.object(json ->
            body.forEach((name, value) -> {
              json.writeName(name);
              JsonText.writeValue(json, value);
            })));
  }
}
