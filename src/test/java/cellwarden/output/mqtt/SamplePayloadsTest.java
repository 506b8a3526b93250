package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.output.mqtt.client.Message;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplePayloadsTest {

  private static final Topics TOPICS = new Topics("base");

  private final SamplePayloads attributes =
      new SamplePayloads(TOPICS, false, true, Optional::empty);
  private final SamplePayloads inverted = new SamplePayloads(TOPICS, true, true, Optional::empty);

  @Test
  void isTheJournalsLineUnlessToldOtherwise() {
    byte[] line = EventJson.encode(Samples.aSample());

    assertThat(SamplePayloads.plain(TOPICS).line(line)).isSameAs(line);
    assertThat(SamplePayloads.plain(TOPICS).values(Samples.aSample())).isEmpty();
  }

  /// Nothing else changes, least of all in a text.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"voltage":13.3,"current":-4.52,"power":-60.16,"soc":1}   | {"voltage":13.3,"current":4.52,"power":60.16,"soc":1}
          {"voltage":13.3,"current":4.52,"power":60.16,"soc":1}     | {"voltage":13.3,"current":-4.52,"power":-60.16,"soc":1}
          {"voltage":13.3,"current":0.0,"power":0.0,"soc":1}        | {"voltage":13.3,"current":0.0,"power":0.0,"soc":1}
          {"voltage":13.3,"current":-0.0,"power":0,"soc":1}         | {"voltage":13.3,"current":0.0,"power":0,"soc":1}
          {"voltage":13.3,"current":null,"power":null,"soc":1}      | {"voltage":13.3,"current":null,"power":null,"soc":1}
          {"a":1,"balance_current":0.1,"display_name":"ü,\\"current\\":5"} | {"a":1,"balance_current":0.1,"display_name":"ü,\\"current\\":5"}
          """)
  void turnsCurrentAndPower(String journalled, String published) {
    byte[] line = inverted.line(journalled.getBytes(StandardCharsets.UTF_8));

    assertThat(new String(line, StandardCharsets.UTF_8)).isEqualTo(published);
  }

  @Test
  void turnsTheLineOfAWholeSample() {
    String line = new String(EventJson.encode(Samples.aSample()), StandardCharsets.UTF_8);

    assertThat(line).contains("\"current\":-4.52,\"power\":-60.16,");
    assertThat(
            new String(inverted.line(EventJson.encode(Samples.aSample())), StandardCharsets.UTF_8))
        .isEqualTo(line.replace("-4.52", "4.52").replace("-60.16", "60.16"));
    assertThat(texts(inverted.values(Samples.aSample())))
        .containsEntry("base/myBattery/current", "4.52")
        .containsEntry("base/myBattery/power", "60.16");
  }

  @Test
  void givesEachValueATopic() {
    List<Message> values = attributes.values(Samples.aSample());

    assertThat(values).allMatch(Message::retained);
    assertThat(texts(values))
        .containsEntry("base/myBattery/voltage", "13.31")
        .containsEntry("base/myBattery/current", "-4.52")
        .containsEntry("base/myBattery/soc", "87")
        .containsEntry("base/myBattery/cell_1", "3.328")
        .containsEntry("base/myBattery/cell_4", "3.326")
        .containsEntry("base/myBattery/temperature_2", "20.9")
        .containsEntry("base/myBattery/balancing", "none")
        .containsEntry("base/myBattery/protections", "none")
        .containsEntry("base/myBattery/charge_fet", "true")
        .containsEntry("base/myBattery/production_date", "2023-05-17")
        .doesNotContainKeys("base/myBattery/cells", "base/myBattery/temperatures");
  }

  @Test
  void joinsWhatIsAListOfNames() {
    Sample sample =
        changed(
            Map.of(
                Metric.BALANCING, List.of(1, 3),
                Metric.PROTECTIONS, List.of("cell_overvoltage", "short_circuit")),
            Set.of());

    assertThat(texts(attributes.values(sample)))
        .containsEntry("base/myBattery/balancing", "1, 3")
        .containsEntry("base/myBattery/protections", "cell_overvoltage, short_circuit");
  }

  /// As in Home Assistant: what is in doubt, and what follows from it, is unknown.
  @Test
  void emptiesWhatIsUnknownOrSuspect() {
    Map<Metric, @Nullable Object> unknown = new EnumMap<>(Metric.class);
    unknown.put(Metric.SOC, null);
    unknown.put(Metric.TEMPERATURES, Arrays.asList(21.4, null));
    Sample sample = changed(unknown, EnumSet.of(Metric.CURRENT));

    assertThat(texts(attributes.values(sample)))
        .containsEntry("base/myBattery/soc", "")
        .containsEntry("base/myBattery/current", "")
        .containsEntry("base/myBattery/power", "")
        .containsEntry("base/myBattery/voltage", "13.31")
        .containsEntry("base/myBattery/temperature_1", "21.4")
        .containsEntry("base/myBattery/temperature_2", "");
  }

  @Test
  void emptiesItemsThatAreNotThereAnyMore() {
    attributes.values(Samples.aSample());
    Map<Metric, @Nullable Object> unknown = new EnumMap<>(Metric.class);
    unknown.put(Metric.CELLS, null);

    assertThat(texts(attributes.values(changed(unknown, Set.of()))))
        .containsEntry("base/myBattery/cell_1", "")
        .containsEntry("base/myBattery/cell_4", "")
        .doesNotContainKey("base/myBattery/cell_5");
  }

  private static Sample changed(
      Map<Metric, ? extends @Nullable Object> changes, Set<Metric> suspect) {
    Sample sample = Samples.aSample();
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    values.putAll(sample.values());
    values.putAll(changes);
    return new Sample(
        sample.seq(), sample.time(), true, sample.battery(), values, suspect, sample.link(), 0);
  }

  private static Map<String, String> texts(List<Message> messages) {
    Map<String, String> texts = new LinkedHashMap<>();
    messages.forEach(message ->
        texts.put(message.topic(), new String(message.payload(), StandardCharsets.UTF_8)));
    return texts;
  }
}
