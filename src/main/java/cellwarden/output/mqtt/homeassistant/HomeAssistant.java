package cellwarden.output.mqtt.homeassistant;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.HomeAssistantDiscovery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Home Assistant reads of bridge and batteries, all retained: one message for each, as its
/// page "MQTT" has it under "Device discovery payload", or one for each entity. What of this bridge
/// stands there for a battery that is gone, is removed; what was announced in the other way is
/// moved over, so that nothing is lost that people have set for an entity.
///
/// Not safe for use by several threads.
public final class HomeAssistant {

  private static final String ORIGIN = "Cellwarden";
  private static final String UNIQUE_ID = "unique_id";
  private static final byte[] NOTHING = new byte[0];

  /// Lets Home Assistant keep an entity until it is announced elsewhere.
  private static final byte[] MIGRATE =
      "{\"migrate_discovery\":true}".getBytes(StandardCharsets.UTF_8);

  private final Settings settings;
  private final Names names;
  private final Map<String, AnnouncedBattery> batteries;
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Map<String, String>> earlier = new HashMap<>();
  private final Pattern place;

  /// How this installation announces itself.
  ///
  /// @param discovery in which way; if in none, only what once was is removed
  /// @param prefix Home Assistant's, `homeassistant` unless it was changed there
  /// @param bridge tells this installation from others, letters and digits
  /// @param version of this program
  public record Settings(
      HomeAssistantDiscovery discovery, String prefix, String bridge, String version) {}

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

  /// A device with its entities.
  ///
  /// @param shared what holds for each entity that does not say otherwise
  /// @param gone platforms of entities that were announced once, by their keys
  private record Device(
      String id,
      Map<String, Object> description,
      Map<String, Object> shared,
      Map<String, Object> entities,
      Map<String, String> gone) {}

  /// Nothing is announced yet.
  ///
  /// @param batteries all of the configuration
  public HomeAssistant(Settings settings, Names names, List<AnnouncedBattery> batteries) {
    this.settings = settings;
    this.names = names;
    this.batteries =
        batteries.stream().collect(Collectors.toMap(AnnouncedBattery::name, battery -> battery));
    this.place =
        Pattern.compile(
            Pattern.quote(settings.prefix)
                + "/([^/]+)/("
                + AnnouncedBattery.OURS
                + "[^/]+)(?:/([^/]+))?/config");
  }

  /// Where Home Assistant says `online` when it has started and wants everything again.
  public String statusTopic() {
    return settings.prefix + "/status";
  }

  /// Where what is announced stands, ours and others'.
  public String allTopics() {
    return settings.prefix + (isSingle() ? "/+/+/+/config" : "/device/+/config");
  }

  /// Where something of ours may stand. Who announces devices only looks for single entities of
  /// theirs: those of other programs are thousands.
  public List<String> heardTopics() {
    Stream<String> single =
        settings.discovery == HomeAssistantDiscovery.DEVICE
            ? Stream.concat(
                    Stream.of(bridgeId()),
                    batteries.values().stream().map(AnnouncedBattery::deviceId))
                .map(id -> single("+", id, "+"))
            : Stream.of(single("+", "+", "+"));
    return Stream.concat(Stream.of(device("+")), single).toList();
  }

  /// Whether a topic is one of these.
  public boolean isAnnouncement(String topic) {
    return place.matcher(topic).matches();
  }

  private boolean isSingle() {
    return settings.discovery == HomeAssistantDiscovery.SINGLE;
  }

  private String device(String id) {
    return settings.prefix + "/device/" + id + "/config";
  }

  /// Home Assistant takes it for the entity `key` of the device `id`, whichever way that came.
  private String single(String platform, String id, String key) {
    return settings.prefix + "/" + platform + "/" + id + "/" + key + "/config";
  }

  /// The messages about the bridge itself, to which the batteries belong.
  public List<Message> bridge() {
    Map<String, Object> state =
        Entities.component("binary_sensor", bridgeId(), bridgeId(), "state", "Running");
    Entities.connectivity(state);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("identifiers", List.of(bridgeId()));
    description.put("name", "Cellwarden bridge");
    description.put("manufacturer", ORIGIN);
    description.put("sw_version", settings.version);
    Map<String, Object> shared = new LinkedHashMap<>();
    shared.put("state_topic", names.bridgeState());
    shared.put("qos", 1);
    return messages(new Device(bridgeId(), description, shared, Map.of("state", state), Map.of()));
  }

  /// The messages about a battery, where a sample says something new of what there is to announce.
  public List<Message> learned(Sample sample) {
    AnnouncedBattery battery = batteries.get(sample.battery());
    if (battery == null || settings.discovery == HomeAssistantDiscovery.OFF) {
      return List.of();
    }
    Shape before = shapes.get(battery.name());
    Shape now = shape(sample, before);
    shapes.put(battery.name(), now);
    return now.equals(before) ? List.of() : messages(device(battery, now));
  }

  /// Takes what stands on one of [#heardTopics()], of which most is others'. Gives the messages to
  /// publish because of it: an empty one removes what is retained there.
  public List<Message> heard(Message message) {
    Matcher where = place.matcher(message.topic());
    // Others' are many, and large.
    Optional<JsonObject> announced =
        where.matches() ? parse(message).filter(this::isOfThisBridge) : Optional.empty();
    if (announced.isEmpty()) {
      return List.of();
    }
    Message removal = Message.retained(message.topic(), NOTHING);
    Optional<AnnouncedBattery> battery =
        batteries.values().stream()
            .filter(known -> where.group(2).equals(known.deviceId()))
            .findFirst();
    boolean isBridge = where.group(2).equals(bridgeId());
    if (settings.discovery == HomeAssistantDiscovery.OFF || (battery.isEmpty() && !isBridge)) {
      return List.of(removal);
    }
    Shape shape = battery.map(known -> shapes.get(known.name())).orElse(null);
    List<Message> answer = new ArrayList<>();
    if (isSingle() != (where.group(3) != null)) {
      // An empty message, which the page wants after this, is what Home Assistant warns of.
      answer.add(Message.brief(message.topic(), MIGRATE));
      if (isBridge) {
        answer.addAll(bridge());
      } else if (shape != null) {
        answer.addAll(messages(device(battery.orElseThrow(), shape)));
      }
    } else if (battery.isPresent()) {
      answer.addAll(heardSame(battery.get(), shape, announced.get(), where, removal));
    }
    return answer;
  }

  /// What was announced earlier in the same way.
  private List<Message> heardSame(
      AnnouncedBattery battery,
      @Nullable Shape shape,
      JsonObject announced,
      Matcher where,
      Message removal) {
    if (isSingle() && shape != null) {
      return device(battery, shape).entities.containsKey(where.group(3))
          ? List.of()
          : List.of(removal);
    }
    if (isSingle()) {
      earlier
          .computeIfAbsent(battery.name(), _ -> new LinkedHashMap<>())
          .put(where.group(3), where.group(1));
      return List.of();
    }
    earlier.put(battery.name(), platforms(announced));
    return shape == null || device(battery, shape).gone.isEmpty()
        ? List.of()
        : messages(device(battery, shape));
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

  private Device device(AnnouncedBattery battery, Shape shape) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("identifiers", List.of(battery.deviceId()));
    battery
        .mac()
        .ifPresent(mac -> description.put("connections", List.of(List.of("bluetooth", mac))));
    description.put("name", battery.title());
    description.put("manufacturer", "JBD");
    put(description, "model", shape.device.get(Metric.HARDWARE_VERSION));
    put(description, "sw_version", shape.device.get(Metric.SOFTWARE_VERSION));
    battery.area().ifPresent(area -> description.put("suggested_area", area));
    description.put("via_device", bridgeId());
    Map<String, Object> shared = new LinkedHashMap<>();
    shared.put(
        "availability",
        List.of(
            Map.of("topic", names.bridgeState()),
            Map.of("topic", names.availability(battery.name()))));
    shared.put("availability_mode", "all");
    shared.put("state_topic", names.sample(battery.name()));
    shared.put("qos", 1);
    Map<String, Object> entities =
        Entities.of(
            battery,
            shape.lengths,
            shape.some,
            names.sample(battery.name()),
            names.availability(battery.name()),
            Map.of("availability", List.of(Map.of("topic", names.bridgeState()))),
            names::request);
    Map<String, String> gone = new LinkedHashMap<>(earlier.getOrDefault(battery.name(), Map.of()));
    gone.keySet().removeAll(entities.keySet());
    return new Device(battery.deviceId(), description, shared, entities, gone);
  }

  private List<Message> messages(Device device) {
    return switch (settings.discovery) {
      case DEVICE -> List.of(whole(device));
      case SINGLE -> each(device);
      case OFF -> List.of();
    };
  }

  private Message whole(Device device) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("device", device.description);
    message.put("origin", origin());
    message.putAll(device.shared);
    Map<String, Object> components = new LinkedHashMap<>(device.entities);
    // Named without anything else it is removed.
    device.gone.forEach((key, platform) -> components.put(key, Map.of("platform", platform)));
    message.put("components", components);
    return message(device(device.id), message);
  }

  private List<Message> each(Device device) {
    List<Message> messages = new ArrayList<>();
    device.entities.forEach((key, entity) -> {
      Map<String, Object> message = new LinkedHashMap<>(device.shared);
      ((Map<?, ?>) entity).forEach((name, value) -> message.put(String.valueOf(name), value));
      String platform = String.valueOf(message.remove("platform"));
      message.put("device", device.description);
      message.put("origin", origin());
      messages.add(message(single(platform, device.id, key), message));
    });
    device.gone.forEach((key, platform) ->
        messages.add(Message.retained(single(platform, device.id, key), NOTHING)));
    return messages;
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
