package cellwarden.output.mqtt.bridge;

import cellwarden.battery.EventJson;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.BridgeFacts;
import cellwarden.output.ServiceHealth;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.BatteryConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// The retained messages about the bridge: info, devices and health.
///
/// Bridges may share a base topic. Each says who it is, and once it has heard of another one, it
/// says the same on topics of its own, too, where nobody overwrites it.
///
/// Not safe for use by several threads, but for [#isShared()].
public final class Bridge {

  /// For a first look soon after the start; then on a fixed beat.
  private static final Duration FIRST_HEALTH = Duration.ofMinutes(1);

  private static final Duration BEAT = Duration.ofMinutes(10);

  /// More bridges under one base topic are somebody's joke.
  private static final int MOST_OTHERS = 50;

  /// What a device is asked for only once, and is the same in each sample.
  private static final List<Metric> OF_THE_DEVICE =
      List.of(Metric.HARDWARE_VERSION, Metric.SOFTWARE_VERSION, Metric.PRODUCTION_DATE);

  private static final List<String> CAPABILITIES = List.of("read", "pause", "resume", "replay");

  private final String base;
  private final BridgeFacts facts;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final long begun;
  private final Map<String, Map<Metric, Object>> learned = new HashMap<>();
  private final Set<String> others = new TreeSet<>();
  private volatile boolean shared;
  private Duration nextHealth = FIRST_HEALTH;

  /// How the session with the broker does.
  ///
  /// @param connected whether there is one
  /// @param published messages that the broker took since the start
  /// @param queued messages that wait to be published
  /// @param missed samples that are to be delivered from the journal, at most
  /// @param reconnects sessions after the first one
  public record Link(
      boolean connected, long published, long queued, long missed, long reconnects) {}

  /// @param base what every topic begins with
  /// @param nanos the monotonic clock
  public Bridge(String base, BridgeFacts facts, InstantSource clock, LongSupplier nanos) {
    this.base = base;
    this.facts = facts;
    this.clock = clock;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /// Where bridges say who they are.
  public String infoTopic() {
    return base + "/bridge/info";
  }

  /// Whether another bridge was heard under this base topic.
  public boolean isShared() {
    return shared;
  }

  /// Info and devices as they are now.
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>(everywhere("info", info()));
    messages.addAll(devices());
    return messages;
  }

  /// The batteries as they are known now.
  public List<Message> devices() {
    return everywhere("devices", JsonText.of(facts.devices().stream().map(this::device).toList()));
  }

  /// Health as it is now; the beat goes on.
  public List<Message> health(Link link) {
    while (nextHealth.compareTo(uptime()) <= 0) {
      nextHealth = nextHealth.equals(FIRST_HEALTH) ? BEAT : nextHealth.plus(BEAT);
    }
    return everywhere("health", JsonText.of(healthData(link)));
  }

  /// How long until health is due, zero or less when it is.
  public Duration untilHealth() {
    return nextHealth.minus(uptime());
  }

  /// Takes what a sample says about the device.
  ///
  /// @return whether that is new
  public boolean learns(Sample sample) {
    Map<Metric, Object> known = learned.computeIfAbsent(sample.battery(), _ -> newMap());
    Map<Metric, Object> before = Map.copyOf(known);
    for (Metric metric : OF_THE_DEVICE) {
      Object value = sample.values().get(metric);
      if (value != null) {
        known.put(metric, value);
      }
    }
    int cells = sample.list(Metric.CELLS).size();
    if (cells > 0 && !sample.isInDoubt(Metric.CELLS)) {
      known.put(Metric.CELLS, cells);
    }
    return !known.equals(before);
  }

  private static Map<Metric, Object> newMap() {
    return new EnumMap<>(Metric.class);
  }

  /// Takes what stands on [#infoTopic()].
  ///
  /// @return whether it is of a bridge that was not known, which knows nothing of this one
  public boolean hears(Message info) {
    // What the broker kept may be of a bridge that is no more.
    if (info.retained() || others.size() >= MOST_OTHERS) {
      return false;
    }
    Optional<String> who = sender(info);
    boolean isNew =
        who.isPresent() && !who.get().equals(facts.installation()) && others.add(who.get());
    shared |= isNew;
    return isNew;
  }

  private static Optional<String> sender(Message info) {
    try {
      return JsonObject.parse(info.payload()).text("bridge");
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /// The same on the topic of all bridges and, where there are several, on one of this bridge's
  /// own.
  private List<Message> everywhere(String what, byte[] payload) {
    Message usual = Message.retained(base + "/bridge/" + what, payload);
    return shared
        ? List.of(
            usual, Message.retained(base + "/bridge/" + facts.installation() + "/" + what, payload))
        : List.of(usual);
  }

  private byte[] info() {
    return JsonText.object(json -> {
      json.writeStringProperty("bridge", facts.installation());
      facts.site().ifPresent(site -> json.writeStringProperty("site", site));
      json.writeStringProperty("version", facts.version());
      json.writeStringProperty("started", EventJson.time(facts.started()));
      json.writeName("settings");
      JsonText.writeValue(json, facts.settings());
    });
  }

  private Map<String, Object> device(BatteryConfig device) {
    Map<Metric, Object> known = learned.getOrDefault(device.name(), Map.of());
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("name", device.name());
    device.displayName().ifPresent(name -> said.put("display_name", name));
    said.put("bridge", facts.installation());
    said.put("address", device.address().toString());
    OF_THE_DEVICE.stream()
        .filter(known::containsKey)
        .forEach(metric -> said.put(metric.key(), String.valueOf(known.get(metric))));
    if (known.get(Metric.CELLS) instanceof Integer cells) {
      said.put("cells", cells);
    }
    said.put("interval_s", seconds(device.interval()));
    said.put("connection", device.keepAlive() ? "keep_alive" : "on_demand");
    said.put("capabilities", CAPABILITIES);
    return said;
  }

  private static Object seconds(Duration time) {
    boolean whole = time.toMillisPart() == 0;
    return whole ? (Object) time.toSeconds() : (Object) (time.toMillis() / 1000.0);
  }

  /// What the health message holds.
  public Map<String, Object> healthData(Link link) {
    Map<String, Object> mqtt = new LinkedHashMap<>();
    mqtt.put("connected", link.connected());
    mqtt.put("published", link.published());
    mqtt.put("queued", link.queued());
    mqtt.put("missed", link.missed());
    mqtt.put("reconnects", link.reconnects());
    return ServiceHealth.of(facts, clock.instant(), uptime(), Map.of("mqtt", mqtt));
  }

  private Duration uptime() {
    return Duration.ofNanos(nanos.getAsLong() - begun);
  }
}
