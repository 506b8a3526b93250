package cellwarden.output.mqtt.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomeAssistantTest {

  private static final String TOPIC = "homeassistant/device/cellwarden_a4c138001122/config";

  private final HomeAssistant discovery = discovery(true, "myBattery");

  @Test
  void announcesABatteryWithItsFirstSampleAndThenNoMore() throws JsonException {
    Message message = discovery.learned(Samples.aSample()).getFirst();

    assertThat(message.topic()).isEqualTo(TOPIC);
    assertThat(message.retained()).isTrue();
    JsonObject json = JsonObject.parse(message.payload());
    JsonObject device = json.object("device").orElseThrow();
    assertThat(device.texts("identifiers")).containsExactly("cellwarden_a4c138001122");
    assertThat(device.text("name")).contains("My Battery");
    assertThat(device.text("model")).contains("JBD-SP04S020-L4S-120A-B-U");
    assertThat(device.text("via_device")).contains("cellwarden_bridge_0123abcd");
    assertThat(json.text("state_topic")).contains("base/myBattery");
    assertThat(text(message))
        .contains(
            "\"availability\":[{\"topic\":\"base/bridge/state\"},{\"topic\":\"base/myBattery/availability\"}]",
            "\"availability_mode\":\"all\"",
            "\"connections\":[[\"bluetooth\",\"A4:C1:38:00:11:22\"]]");
    assertThat(discovery.learned(Samples.aSample())).isEmpty();
    assertThat(discovery.learned(Samples.aSample("stranger"))).isEmpty();
  }

  @Test
  void saysOfEachValueWhatItIs() throws JsonException {
    JsonObject components = components(discovery.learned(Samples.aSample()).getFirst());

    assertThat(components.names())
        .contains("voltage", "soc", "cell_1", "cell_4", "temperature_1", "problem", "last_seen")
        .doesNotContain("cell_5", "cells", "hardware_version", "production_date");
    assertSensor(components, "voltage", "voltage", "V", "measurement");
    assertSensor(components, "current", "current", "A", "measurement");
    assertSensor(components, "power", "power", "W", "measurement");
    assertSensor(components, "soc", "battery", "%", "measurement");
    assertSensor(components, "cell_4", "voltage", "V", "measurement");
    assertSensor(components, "temperature_1", "temperature", "°C", "measurement");
    assertSensor(components, "energy_charged", "energy", "kWh", "total_increasing");
    assertSensor(components, "energy_discharged", "energy", "kWh", "total_increasing");
    assertSensor(components, "rssi", "signal_strength", "dBm", "measurement");
    JsonObject cycles = components.object("cycles").orElseThrow();
    assertThat(cycles.text("state_class")).contains("total_increasing");
    assertThat(cycles.has("device_class")).isFalse();
    JsonObject remaining = components.object("remaining_capacity").orElseThrow();
    assertThat(remaining.text("unit_of_measurement")).contains("Ah");
    assertThat(remaining.has("device_class")).isFalse();
  }

  /// https://www.home-assistant.io/integrations/button.mqtt/: a button publishes `payload_press` on
  /// its `command_topic`. Those of a battery that does not answer can be pressed all the same.
  @Test
  void hasButtonsThatAskTheBridge() throws JsonException {
    JsonObject components = components(discovery.learned(Samples.aSample()).getFirst());

    assertButton(components, "read_now", "read", "{\"battery\":\"myBattery\"}");
    assertButton(components, "pause", "pause", "{\"battery\":\"myBattery\",\"minutes\":10}");
    assertButton(components, "resume", "resume", "{\"battery\":\"myBattery\"}");
  }

  private static void assertButton(
      JsonObject components, String key, String request, String payload) {
    JsonObject button = components.object(key).orElseThrow();
    assertThat(button.text("platform")).contains("button");
    assertThat(button.text("command_topic")).contains("base/bridge/request/" + request);
    assertThat(button.text("payload_press")).contains(payload);
    assertThat(button.text("entity_category")).contains("config");
    assertThat(button.list("availability").orElseThrow()).hasSize(1);
    assertThat(button.names())
        .containsExactlyInAnyOrder(
            "platform",
            "unique_id",
            "default_entity_id",
            "name",
            "icon",
            "entity_category",
            "command_topic",
            "payload_press",
            "availability");
  }

  /// An older board has no such entities; one that says more, even later, gets them, and keeps
  /// them.
  @Test
  void announcesWhatOnlySomeBoardsSayWhereTheyDo() throws JsonException {
    JsonObject older = components(discovery.learned(Samples.aSample()).getFirst());
    JsonObject newer =
        components(
            discovery
                .learned(
                    Samples.sample(
                        "myBattery",
                        Answers.BASIC + "37 0001 26de 2208 0019",
                        Answers.CELLS,
                        Optional.of(Answers.MODEL),
                        Samples.aSample().link()))
                .getFirst());

    assertThat(older.names())
        .contains("soc_by_capacity", "problem")
        .doesNotContain("warnings", "heating", "balance_current", "full_charge_capacity");
    assertThat(newer.names())
        .contains("warnings", "heating", "current_limiter", "full_charge_capacity")
        .doesNotContain("display_name");
    assertSensor(newer, "balance_current", "current", "A", "measurement");
    assertThat(newer.object("problem").orElseThrow().text("value_template").orElseThrow())
        .contains("'protections'");
    assertThat(discovery.learned(Samples.aSample())).isEmpty();
  }

  @Test
  void namesEachEntityOnceAndForEver() throws JsonException {
    JsonObject components = components(discovery.learned(Samples.aSample()).getFirst());

    assertThat(components.names())
        .allSatisfy(key -> {
          JsonObject component = components.object(key).orElseThrow();
          String platform = component.text("platform").orElseThrow();
          assertThat(component.text("unique_id")).contains("cellwarden_a4c138001122_" + key);
          assertThat(component.text("default_entity_id")).contains(platform + ".mybattery_" + key);
          assertThat(component.text("name").orElseThrow()).isNotBlank();
          assertThat(component.has("expire_after"))
              .isEqualTo(!key.equals("connected") && !platform.equals("button"));
        });
    assertThat(components.names().stream().map(key -> name(components, key)))
        .doesNotHaveDuplicates();
  }

  /// Four polls of 10 s and a minute.
  @Test
  void expiresAfterABatteryWouldBeOffline() throws JsonException {
    JsonObject components = components(discovery.learned(Samples.aSample()).getFirst());

    assertThat(components.object("soc").orElseThrow().whole("expire_after")).hasValue(100);
  }

  @Test
  void hidesWhatInDoubtIsUnknown() throws JsonException {
    JsonObject components = components(discovery.learned(Samples.aSample()).getFirst());

    assertThat(components.object("power").orElseThrow().text("value_template"))
        .contains(
            "{% set s = value_json.get('suspect', []) %}{{ none if 'power' in s or 'voltage' in s or"
                + " 'current' in s else value_json.get('power') }}");
  }

  @Test
  void disablesCellsOfLargeBatteries() throws JsonException {
    JsonObject few = components(discovery.learned(withCells(8)).getFirst());
    JsonObject many = components(discovery.learned(withCells(16)).getFirst());

    assertThat(few.object("cell_8").orElseThrow().has("enabled_by_default")).isFalse();
    assertThat(many.object("cell_1").orElseThrow().value("enabled_by_default")).contains(false);
    assertThat(many.names()).contains("cell_16");
  }

  @Test
  void keepsCellsThatAreUnknownForAMoment() {
    discovery.learned(withCells(16));

    assertThat(discovery.learned(withCells(0))).isEmpty();
  }

  @Test
  void removesCellsThatAnEarlierMessageHad() throws JsonException {
    Message sixteen = discovery(true, "myBattery").learned(withCells(16)).getFirst();
    discovery.learned(withCells(4));

    Message again = discovery.heard(sixteen).getFirst();

    assertThat(text(again)).contains("\"cell_16\":{\"platform\":\"sensor\"}");
    assertThat(components(again).object("cell_4").orElseThrow().has("unique_id")).isTrue();
    assertThat(discovery.heard(again)).isEmpty();
  }

  @Test
  void removesABatteryThatIsConfiguredNoMore() {
    Message former = discovery(true, "myBattery").learned(Samples.aSample()).getFirst();

    Message removal = discovery(true, "other").heard(former).getFirst();

    assertThat(removal.topic()).isEqualTo(TOPIC);
    assertThat(removal.payload()).isEmpty();
    assertThat(removal.retained()).isTrue();
  }

  @Test
  void removesEverythingOfItsOwnWhenSwitchedOff() {
    Message battery = discovery.learned(Samples.aSample()).getFirst();
    Message bridge = discovery.bridge().getFirst();
    HomeAssistant off = discovery(false, "myBattery");

    assertThat(off.bridge()).isEmpty();
    assertThat(off.learned(Samples.aSample())).isEmpty();
    assertThat(off.heard(battery).getFirst().payload()).isEmpty();
    assertThat(off.heard(bridge).getFirst().payload()).isEmpty();
  }

  @Test
  void leavesItsOwnAndOthersAlone() {
    Message own = discovery.learned(Samples.aSample()).getFirst();
    Message bridge = discovery.bridge().getFirst();
    HomeAssistant other =
        new HomeAssistant(
            new HomeAssistant.Settings(
                HomeAssistantDiscovery.DEVICE, "homeassistant", "ffffffff", "1"),
            new TestNames(),
            List.of());

    assertThat(discovery.heard(own)).isEmpty();
    assertThat(discovery.heard(bridge)).isEmpty();
    assertThat(other.heard(own)).isEmpty();
    assertThat(other.heard(bridge)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"device\":7}",
        "{\"device\":{\"identifiers\":[7]}}",
        "{\"dev\":{\"via_device\":\"cellwarden_bridge_0123abcd\"}}",
        "\u0000"
      })
  void ignoresWhatIsNotItsOwn(String payload) {
    Message message = Message.retained(TOPIC, payload.getBytes(StandardCharsets.UTF_8));

    assertThat(discovery.heard(message)).isEmpty();
  }

  /// Somebody may hang a device of his own on ours.
  @Test
  void leavesADeviceOfAnotherProgramThatBelongsToTheBridge() {
    Message own = discovery.learned(Samples.aSample()).getFirst();

    assertThat(
            discovery(true, "other")
                .heard(Message.retained("homeassistant/device/inverter/config", own.payload())))
        .isEmpty();
  }

  private static void assertSensor(
      JsonObject components, String key, String deviceClass, String unit, String stateClass) {
    JsonObject sensor = components.object(key).orElseThrow();
    assertThat(sensor.text("platform")).contains("sensor");
    assertThat(sensor.text("device_class")).contains(deviceClass);
    assertThat(sensor.text("unit_of_measurement")).contains(unit);
    assertThat(sensor.text("state_class")).contains(stateClass);
  }

  private static String name(JsonObject components, String key) {
    return components.object(key).flatMap(component -> component.text("name")).orElse("");
  }

  private static JsonObject components(Message message) throws JsonException {
    return JsonObject.parse(message.payload()).object("components").orElseThrow();
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }

  private static Sample withCells(int count) {
    Sample sample = Samples.aSample();
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    values.putAll(sample.values());
    values.put(Metric.CELLS, Collections.nCopies(count, 3.3));
    return new Sample(
        OptionalLong.empty(),
        sample.time(),
        true,
        sample.battery(),
        values,
        Set.of(),
        sample.link(),
        0);
  }

  private static HomeAssistant discovery(boolean on, String name) {
    return new HomeAssistant(
        new HomeAssistant.Settings(
            on ? HomeAssistantDiscovery.DEVICE : HomeAssistantDiscovery.OFF,
            "homeassistant",
            "0123abcd",
            "1.0"),
        new TestNames(),
        List.of(
            new AnnouncedBattery(
                name.equals("myBattery") ? "a4c138001122" : name,
                name,
                "My Battery",
                Optional.of("A4:C1:38:00:11:22"),
                Duration.ofSeconds(10),
                Optional.of("Cabin"),
                Optional.empty())));
  }
}
