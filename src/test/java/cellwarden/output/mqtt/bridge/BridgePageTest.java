package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.Message;
import cellwarden.protocol.register.Protection;
import cellwarden.testing.Answers;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page on topics and what the program says are one.
final class BridgePageTest {

  private static final Path PAGE = Path.of("docs/reference/topics-and-payloads.md");

  @Test
  void explainsEachFieldOfInfoDevicesAndHealth() throws Exception {
    Bridge bridge =
        new Bridge("base", Bridges.facts(new FakeControl("house")), () -> FakeTime.START, () -> 0);
    bridge.learns(Samples.aSample("house"));
    Set<String> fields = new TreeSet<>();
    for (Message message : bridge.health(new Bridge.Link(true, 1, 1, 1, 1))) {
      collect(JsonObject.parse(message.payload()), fields);
    }
    for (Message message : bridge.messages()) {
      String json = new String(message.payload(), StandardCharsets.UTF_8);
      String object = json.startsWith("[") ? "{\"devices\":" + json + "}" : json;
      collect(JsonObject.parse(object.getBytes(StandardCharsets.UTF_8)), fields);
    }
    // The battery's own name, and a list of the test's own making.
    fields.removeAll(Set.of("house", "devices", "reconnect"));

    String page = section("## Bridge");
    assertThat(fields).allMatch(field -> page.matches("(?s).*[`\".]" + field + "[`\"].*"));
  }

  private static void collect(JsonObject json, Set<String> fields) throws JsonException {
    for (String name : json.names()) {
      fields.add(name);
      if (json.object(name).isPresent()) {
        collect(json.object(name).get(), fields);
      }
      for (Object item : json.list(name).orElse(List.of())) {
        if (item instanceof JsonObject object) {
          collect(object, fields);
        }
      }
    }
  }

  @Test
  void hasARowForEachEvent() throws Exception {
    assertThat(
            Pattern.compile("(?m)^\\| (`[^|]+`) \\|")
                .matcher(section("## Events"))
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", "))))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Incident.Kind.values()).map(Incident.Kind::label).toList());
  }

  @Test
  void namesEachProtectionInTheOrderOfTheSample() throws Exception {
    assertThat(names("### Protections").subList(0, Protection.values().length))
        .containsExactlyElementsOf(
            Arrays.stream(Protection.values()).map(Protection::label).toList());
  }

  /// All bits of the alarm word, after a humidity of 0x37.
  @Test
  void namesEachWarningInTheOrderOfTheSample() throws Exception {
    Sample sample =
        Samples.sample(
            "house",
            Answers.BASIC + "37 ffff 26de 2208 0019",
            Answers.CELLS,
            Optional.empty(),
            Samples.aSample().link());
    List<String> page = names("### Warnings").subList(0, 12);

    assertThat(sample.list(Metric.WARNINGS).stream().map(String::valueOf).limit(12))
        .containsExactlyElementsOf(page);
  }

  @Test
  void hasARowForEachRequest() throws Exception {
    assertThat(
            Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
                .matcher(section("## Requests"))
                .results()
                .map(row -> row.group(1))
                .distinct())
        .containsExactlyElementsOf(
            Arrays.stream(BridgeRequest.What.values()).map(BridgeRequest.What::label).toList());
  }

  private static List<String> names(String heading) throws Exception {
    return Pattern.compile("`([a-z_0-9]+)`")
        .matcher(section(heading))
        .results()
        .map(name -> name.group(1))
        .filter(name -> !name.equals("protections") && !name.equals("warnings"))
        .toList();
  }

  /// From a heading to the next one.
  private static String section(String heading) throws Exception {
    String from = Files.readString(PAGE).split("(?m)^" + heading + "$", 2)[1];
    return from.split("(?m)^#", 2)[0];
  }
}
