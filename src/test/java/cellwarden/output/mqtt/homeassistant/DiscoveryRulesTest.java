package cellwarden.output.mqtt.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The golden messages, and that each rule in them names the page of Home Assistant's that states
/// it.
final class DiscoveryRulesTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/cellwarden/output/mqtt/homeassistant");

  /// `` | `option` | `option: value` | ``, what it says, and the address.
  private static final Pattern RULE = Pattern.compile("(?m)^\\| `([^`|]+)` \\|.*\\| <(\\S+)> \\|$");

  private static final Pattern ADDRESS =
      Pattern.compile("https://(www|developers)\\.home-assistant\\.io/(integrations|docs)/\\S+");

  /// Options whose values are rules of their own.
  private static final Set<String> CHOICES =
      Set.of("platform", "device_class", "state_class", "entity_category");

  @Test
  void announcesAsTheGoldenMessagesSay() throws Exception {
    HomeAssistant device = discovery(HomeAssistantDiscovery.DEVICE);
    assertGolden("bridge.txt", device.bridge());
    assertGolden("battery.txt", device.learned(sample()));
    HomeAssistant single = discovery(HomeAssistantDiscovery.SINGLE);
    assertGolden("bridge-single.txt", single.bridge());
    assertGolden(
        "battery-single.txt",
        single.learned(sample()).stream()
            .filter(message -> message.topic().matches(".*/(voltage|connected|read_now)/config"))
            .toList());
  }

  /// Whoever adds an option looks up what Home Assistant says of it, and writes down where.
  @Test
  void hasAPageOfHomeAssistantForEachRule() throws Exception {
    Map<String, String> rules = new TreeMap<>();
    RULE.matcher(Files.readString(Path.of("docs/reference/home-assistant.md")))
        .results()
        .forEach((MatchResult row) -> rules.put(row.group(1), row.group(2)));
    Set<String> used = new TreeSet<>(Set.of("migrate_discovery"));
    for (HomeAssistantDiscovery way : HomeAssistantDiscovery.values()) {
      HomeAssistant discovery = discovery(way);
      for (Message message :
          Stream.concat(discovery.bridge().stream(), discovery.learned(sample()).stream())
              .toList()) {
        collect(JsonObject.parse(message.payload()), "", used);
      }
    }

    assertThat(rules.keySet()).isEqualTo(used);
    assertThat(rules.values()).allMatch(address -> ADDRESS.matcher(address).matches());
  }

  private static void collect(JsonObject json, String inside, Set<String> used) {
    for (String name : json.names()) {
      Optional<JsonObject> object = json.object(name);
      if (name.equals("components")) {
        used.add(name);
        JsonObject components = object.orElseThrow();
        components.names().forEach(key -> collect(components.object(key).orElseThrow(), "", used));
      } else if (object.isPresent()) {
        collect(object.get(), name + ".", used);
      } else {
        used.add(inside + name);
        if (CHOICES.contains(name)) {
          used.add(name + ": " + json.text(name).orElseThrow());
        }
      }
    }
  }

  /// `-Dgolden=write` writes them again, to be read by whoever changed something.
  private static void assertGolden(String name, List<Message> messages)
      throws IOException, JsonException {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      assertThat(message.retained()).isTrue();
      text.append(message.topic()).append('\n');
      append(text, new String(message.payload(), StandardCharsets.UTF_8));
    }
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(file));
  }

  /// One component a line.
  private static void append(StringBuilder text, String json) {
    text.append(json.replace("\"components\":{", "\n\"components\":{\n").replace("},\"", "},\n\""))
        .append("\n\n");
  }

  /// Of a board that says all there is.
  private static Sample sample() {
    return Samples.sample(
        "myBattery",
        Answers.BASIC + "37 0001 26de 2208 0019",
        Answers.CELLS,
        Optional.of(Answers.MODEL),
        Samples.aSample().link());
  }

  private static HomeAssistant discovery(HomeAssistantDiscovery way) {
    return new HomeAssistant(
        new HomeAssistant.Settings(way, "homeassistant", "0123abcd", "1.0"),
        new TestNames(),
        List.of(
            new AnnouncedBattery(
                "a4c138001122",
                "myBattery",
                "My Battery",
                Optional.of("A4:C1:38:00:11:22"),
                Duration.ofSeconds(10),
                Optional.of("Cabin"),
                Optional.empty())));
  }
}
