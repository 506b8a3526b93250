package cellwarden.output.mqtt.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// One message for each entity, for openHAB and for Home Assistant before 2024.11; and changing
/// between the two ways, by
/// https://www.home-assistant.io/integrations/mqtt/#migration-from-single-component-to-device-based-discovery
final class SingleDiscoveryTest {

  private static final String DEVICE = "homeassistant/device/cellwarden_myBattery/config";
  private static final String VOLTAGE = "homeassistant/sensor/cellwarden_myBattery/voltage/config";

  private final HomeAssistant single = discovery(HomeAssistantDiscovery.SINGLE, "myBattery");
  private final HomeAssistant device = discovery(HomeAssistantDiscovery.DEVICE, "myBattery");

  /// https://www.home-assistant.io/integrations/mqtt/#single-component-discovery-payload
  @Test
  void givesEachEntityAMessageThatIsCompleteByItself() throws JsonException {
    List<Message> messages = single.learned(Samples.aSample());

    assertThat(messages).allMatch(Message::retained);
    Message voltage = find(messages, VOLTAGE);
    JsonObject json = JsonObject.parse(voltage.payload());
    assertThat(json.text("unique_id")).contains("cellwarden_myBattery_voltage");
    assertThat(json.text("state_topic")).contains("base/myBattery");
    assertThat(json.text("availability_mode")).contains("all");
    assertThat(json.object("origin").orElseThrow().text("name")).contains("Cellwarden");
    assertThat(json.object("device").orElseThrow().text("suggested_area")).contains("Cabin");
    assertThat(json.has("platform")).isFalse();
    String connected = "homeassistant/binary_sensor/cellwarden_myBattery/connected/config";
    assertThat(JsonObject.parse(find(messages, connected).payload()).text("state_topic"))
        .contains("base/myBattery/availability");
    assertThat(
            find(single.bridge(), "homeassistant/binary_sensor/cellwarden_bridge_0/state/config"))
        .isNotNull();
    assertThat(single.learned(Samples.aSample())).isEmpty();
  }

  /// Both ways announce the same entities, so that nothing but the way changes.
  @Test
  void announcesTheSameAsADevice() throws JsonException {
    JsonObject components =
        JsonObject.parse(device.learned(Samples.aSample()).getFirst().payload())
            .object("components")
            .orElseThrow();

    assertThat(topics(single.learned(Samples.aSample())))
        .isEqualTo(
            components.names().stream()
                .map(key ->
                    "homeassistant/"
                        + components.object(key).flatMap(c -> c.text("platform")).orElse("")
                        + "/cellwarden_myBattery/"
                        + key
                        + "/config")
                .collect(Collectors.toSet()));
  }

  /// What stands at the message of the other way lets Home Assistant let go of its entities, and
  /// then goes without a word: it warns of an empty message there.
  @Test
  void movesADeviceToSingleEntities() {
    Message former = device.learned(Samples.aSample()).getFirst();

    assertMoved(single.heard(former), DEVICE);
    List<Message> late = afterAnnouncing(single).heard(former);
    assertMoved(late.subList(0, 1), DEVICE);
    assertThat(topics(late)).contains(VOLTAGE);
    Message bridge = device.bridge().getFirst();
    assertMoved(single.heard(bridge).subList(0, 1), bridge.topic());
  }

  @Test
  void movesSingleEntitiesToADevice() {
    Message former = find(single.learned(Samples.aSample()), VOLTAGE);

    assertMoved(device.heard(former), VOLTAGE);
    List<Message> late = afterAnnouncing(device).heard(former);
    assertMoved(late.subList(0, 1), VOLTAGE);
    assertThat(topics(late)).contains(DEVICE);
  }

  @Test
  void removesWhatIsNotThereAnyMore() {
    Message voltage = find(single.learned(Samples.aSample()), VOLTAGE);
    String gone = VOLTAGE.replace("voltage", "cell_16");
    Message cell = Message.retained(gone, voltage.payload());

    assertRemoved(discovery(HomeAssistantDiscovery.SINGLE, "other").heard(voltage), VOLTAGE);
    assertRemoved(discovery(HomeAssistantDiscovery.OFF, "myBattery").heard(voltage), VOLTAGE);
    assertRemoved(single.heard(cell), gone);
    assertThat(single.heard(voltage)).isEmpty();
    HomeAssistant restarted = discovery(HomeAssistantDiscovery.SINGLE, "myBattery");
    assertThat(restarted.heard(cell)).isEmpty();
    assertThat(find(restarted.learned(Samples.aSample()), gone).payload()).isEmpty();
  }

  @Test
  void listensWhereSomethingOfItsOwnMayStand() {
    assertThat(device.heardTopics())
        .containsExactly(
            "homeassistant/device/+/config",
            "homeassistant/+/cellwarden_bridge_0/+/config",
            "homeassistant/+/cellwarden_myBattery/+/config");
    assertThat(single.heardTopics())
        .containsExactly("homeassistant/device/+/config", "homeassistant/+/+/+/config");
    assertThat(single.isAnnouncement(VOLTAGE)).isTrue();
    assertThat(device.isAnnouncement(DEVICE)).isTrue();
    assertThat(device.isAnnouncement("base/myBattery")).isFalse();
  }

  @Test
  void leavesWhatIsOfOthers() {
    Message foreign =
        Message.retained(
            VOLTAGE, "{\"device\":{\"identifiers\":[\"x\"]}}".getBytes(StandardCharsets.UTF_8));

    assertThat(single.heard(foreign)).isEmpty();
    assertThat(device.heard(foreign)).isEmpty();
  }

  private static void assertMoved(List<Message> messages, String topic) {
    assertThat(topics(messages)).containsExactly(topic);
    assertThat(messages)
        .extracting(SingleDiscoveryTest::text)
        .containsExactly("{\"migrate_discovery\":true}");
    assertThat(messages).allMatch(Message::isBrief).allMatch(Message::retained);
  }

  private static void assertRemoved(List<Message> messages, String topic) {
    assertThat(topics(messages)).containsExactly(topic);
    assertThat(messages).extracting(SingleDiscoveryTest::text).containsExactly("");
    assertThat(messages).allMatch(Message::retained);
  }

  private static HomeAssistant afterAnnouncing(HomeAssistant discovery) {
    discovery.learned(Samples.aSample());
    return discovery;
  }

  private static Message find(List<Message> messages, String topic) {
    return messages.stream()
        .filter(message -> message.topic().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> topics(List<Message> messages) {
    return messages.stream().map(Message::topic).collect(Collectors.toSet());
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }

  private static HomeAssistant discovery(HomeAssistantDiscovery way, String name) {
    return new HomeAssistant(
        new HomeAssistant.Settings(way, "homeassistant", "0", "1.0"),
        new TestNames(),
        List.of(
            new AnnouncedBattery(
                name,
                name,
                name,
                Optional.empty(),
                Duration.ofSeconds(10),
                Optional.of("Cabin"),
                Optional.empty())));
  }
}
