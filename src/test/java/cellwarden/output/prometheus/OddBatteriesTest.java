package cellwarden.output.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.testing.Facts;
import cellwarden.testing.Samples;
import cellwarden.transport.BleAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a board may say, and what happens to a battery.
final class OddBatteriesTest {

  private final PrometheusOutput output =
      new PrometheusOutput(
          Facts.of(
              List.of(Defaults.battery("house", BleAddress.of("A4:C1:38:00:11:22"))), List.of()),
          Optional.empty(),
          () -> 0);

  private String scrape() throws InterruptedException {
    return new String(output.scrape("text/plain").getValue(), StandardCharsets.UTF_8);
  }

  private void take(Metric metric, Object value) {
    Sample sure = Samples.aSample("house");
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    values.putAll(sure.values());
    values.put(metric, value);
    output.accept(
        EncodedEvent.of(
            new BatteryEvent.Reading(
                new Sample(
                    sure.seq(), sure.time(), true, "house", values, Set.of(), sure.link(), 0))));
  }

  @Test
  void manyCellsAndFrostAreOrdinary() throws InterruptedException {
    take(Metric.CELLS, Collections.nCopies(32, 3.3));
    take(Metric.TEMPERATURES, List.of(-20.5, -0.1));
    assertThat(scrape())
        .contains(
            "jbd_temperature_celsius{battery=\"house\",sensor=\"1\"} -20.5\n",
            "jbd_temperature_celsius{battery=\"house\",sensor=\"2\"} -0.1\n");
    take(Metric.CELLS, Collections.nCopies(32, 3.3));
    assertThat(scrape())
        .contains(
            "jbd_cell_voltage_volts{battery=\"house\",cell=\"32\"} 3.3\n",
            "jbd_cell_balancing{battery=\"house\",cell=\"32\"} 0.0\n");
  }

  /// The text of a board cannot add a line or a label.
  @Test
  void hostileModelStaysInItsLabel() throws InterruptedException {
    take(Metric.HARDWARE_VERSION, "a\"} 1\njbd_voltage_volts{battery=\"x\\");
    assertThat(scrape().lines())
        .anyMatch(line ->
            line.startsWith("jbd_info{")
                && line.contains("model=\"a\\\"} 1\\njbd_voltage_volts{battery=\\\"x\\\\\"")
                && line.endsWith("} 1"))
        .noneMatch(line -> line.contains("battery=\"x"));
  }

  @Test
  void protectionsAreCountedWhenTheyStart() throws InterruptedException {
    assertThat(scrape()).doesNotContain("jbd_protection_events_total{");
    for (Incident.Kind kind :
        List.of(
            Incident.Kind.PROTECTION_STARTED,
            Incident.Kind.PROTECTION_ENDED,
            Incident.Kind.PROTECTION_STARTED)) {
      output.accept(
          EncodedEvent.of(
              new Incident(
                  Samples.TIME,
                  "house",
                  kind,
                  Map.of("names", List.of("short_circuit", "cell_overvoltage")))));
    }
    assertThat(scrape())
        .contains(
            "jbd_protection_events_total{battery=\"house\",protection=\"short_circuit\"} 2.0\n",
            "jbd_protection_events_total{battery=\"house\",protection=\"cell_overvoltage\"} 2.0\n");
  }
}
