package cellwarden.output.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Restarts;
import cellwarden.testing.Samples;
import cellwarden.transport.BleAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PrometheusOutputTest {

  private final AtomicLong nanos = new AtomicLong();
  private final PrometheusOutput output =
      new PrometheusOutput(
          new BridgeFacts(
              "0123abcd",
              "1.2.3",
              Samples.TIME,
              Map.of(),
              List.of(Defaults.battery("house", BleAddress.of("A4:C1:38:00:11:22"))),
              List.of(),
              new Restarts(),
              Optional.of("cabin-17")),
          Optional.of(() -> new PrometheusOutput.BrokerFigures(true, 42)),
          nanos::get);

  private void take(BatteryEvent event) {
    output.accept(EncodedEvent.of(event));
  }

  private String scrape() throws InterruptedException {
    return new String(output.scrape("text/plain").getValue(), StandardCharsets.UTF_8);
  }

  @Test
  void sampleIsThereInBaseUnits() throws InterruptedException {
    take(Samples.aReading("house"));
    assertThat(scrape().lines())
        .contains(
            "jbd_voltage_volts{battery=\"house\"} 13.31",
            "jbd_current_amperes{battery=\"house\"} -4.52",
            "jbd_power_watts{battery=\"house\"} -60.16",
            "jbd_state_of_charge_ratio{battery=\"house\"} 0.87",
            "jbd_cell_voltage_volts{battery=\"house\",cell=\"1\"} 3.328",
            "jbd_cell_balancing{battery=\"house\",cell=\"4\"} 0.0",
            "jbd_temperature_celsius{battery=\"house\",sensor=\"2\"} 20.9",
            "jbd_nominal_charge_coulombs{battery=\"house\"} 360000.0",
            "jbd_cycles_total{battery=\"house\"} 42.0",
            "jbd_fet_enabled{battery=\"house\",fet=\"charge\"} 1.0",
            "cellwarden_ble_rssi_dbm{battery=\"house\"} -61.0",
            "cellwarden_reads_total{battery=\"house\",result=\"ok\"} 1.0",
            "cellwarden_read_duration_seconds_bucket{battery=\"house\",le=\"0.1\"} 1",
            "cellwarden_connect_duration_seconds_bucket{battery=\"house\",le=\"0.2\"} 0",
            "cellwarden_mqtt_connected 1.0",
            "cellwarden_mqtt_published_total 42.0")
        .anyMatch(
            line -> line.startsWith("jbd_info{") && line.contains("mac=\"A4:C1:38:00:11:22\""))
        .anyMatch(line -> line.startsWith("process_resident_memory_bytes "));
  }

  @Test
  void gaugesOfABatteryThatIsNotReadStopAndItsCountersStay() throws InterruptedException {
    take(Samples.aReading("house"));
    take(Samples.aFailure("house", 1));
    nanos.addAndGet(Duration.ofSeconds(149).toNanos());
    assertThat(scrape()).contains("jbd_voltage_volts{");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(scrape())
        .doesNotContain("jbd_voltage_volts{", "jbd_cell_voltage_volts{", "cellwarden_ble_rssi_dbm{")
        .contains(
            "jbd_cycles_total{battery=\"house\"} 42.0",
            "jbd_last_read_timestamp_seconds{battery=\"house\"}",
            "cellwarden_reads_total{battery=\"house\",result=\"no_response\"} 1.0");
    take(Samples.aReading("house"));
    assertThat(scrape()).contains("jbd_voltage_volts{");
  }

  @Test
  void whatIsInDoubtIsLeftOut() throws InterruptedException {
    Sample sure = Samples.aSample("house");
    Sample sample =
        new Sample(
            sure.seq(),
            sure.time(),
            true,
            "house",
            sure.values(),
            Set.of(Metric.VOLTAGE),
            sure.link(),
            0);
    take(new BatteryEvent.Reading(sample));
    assertThat(scrape())
        .doesNotContain("jbd_voltage_volts{", "jbd_power_watts{")
        .contains("jbd_current_amperes{");
  }

  /// What the dashboard asks for is there once a battery was read.
  @Test
  void dashboardAsksForNothingElse() throws Exception {
    take(
        new BatteryEvent.Reading(
            Samples.aSample("house")
                .withCounters(
                    Map.of(Metric.ENERGY_CHARGED, 1.5, Metric.ENERGY_DISCHARGED, 0.5), 0)));
    Set<String> asked = new TreeSet<>();
    Pattern.compile("\\b((?:jbd|cellwarden|process|jvm)_[a-z_]+)\\b")
        .matcher(Files.readString(Path.of("examples/grafana.json")))
        .results()
        .forEach(name -> asked.add(name.group(1)));
    assertThat(asked).hasSizeGreaterThan(10);
    String all = scrape();
    assertThat(asked)
        .allSatisfy(name ->
            assertThat(all)
                .contains("\n# TYPE " + name.replaceFirst("_(bucket|count|sum)$", "") + " "));
  }

  @Test
  void saysOfWhichSiteTheProgramIs() throws InterruptedException {
    assertThat(scrape()).containsPattern("cellwarden_build_info\\{.*site=\"cabin-17\".*} 1");
  }
}
