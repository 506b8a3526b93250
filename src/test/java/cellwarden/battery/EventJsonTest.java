package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.energy.Energy;
import cellwarden.json.JsonObject;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventJsonTest {

  private static final Link LINK =
      new Link(
          2, Duration.ofNanos(1_999_999), Duration.ZERO, OptionalInt.empty(), Optional.empty());

  @Test
  void writesEveryField() {
    assertThat(json(Samples.aSample().withSeq(184467)))
        .isEqualTo(
            """
            {"seq":184467,"time":"2026-11-22T14:00:00.123Z","battery":"myBattery",\
            "voltage":13.31,"current":-4.52,"power":-60.16,"soc":87,\
            "remaining_capacity":87.12,"nominal_capacity":100.0,"cycles":42,\
            "cells":[3.328,3.327,3.329,3.326],\
            "cell_min":3.326,"cell_max":3.329,"cell_avg":3.3275,"cell_delta":0.003,\
            "cell_min_number":4,"cell_max_number":3,\
            "temperatures":[21.4,20.9],"balancing":[],"protections":[],\
            "charge_fet":true,"discharge_fet":true,\
            "production_date":"2023-05-17","software_version":"2.1",\
            "hardware_version":"JBD-SP04S020-L4S-120A-B-U","soc_by_capacity":87.12,\
            "link":{"attempts":1,"connect_ms":412,"read_ms":96,"rssi":-61}}\
            """);
  }

  @Test
  void namesTheBluetoothStackWhereThereIsOne() {
    Link link =
        new Link(
            1,
            Duration.ofMillis(36),
            Duration.ofMillis(5),
            OptionalInt.empty(),
            Optional.of("kernel"));

    assertThat(json(sample(Answers.BASIC, Answers.CELLS, link)))
        .endsWith(
            "\"link\":{\"attempts\":1,\"connect_ms\":36,\"read_ms\":5,\"stack\":\"kernel\"}}");
  }

  /// Charging, -5.1 °C, cells 1 and 17 balance, three protections, no date, no model, discharge FET
  /// off, 17 cells, one of them at 0 mV.
  @Test
  void writesListsAndLeavesUnknownsNull() {
    Sample sample =
        sample(
            "155f 0010 0000 ffff ffff 0000 0001 0001 8005 2a 00 01 11 01 0a78",
            "0000" + "0d05".repeat(16),
            LINK,
            Metric.VOLTAGE,
            Metric.CELLS);

    assertThat(json(sample))
        .isEqualTo(
            """
            {"time":"2026-11-22T14:00:00.123Z","battery":"myBattery",\
            "voltage":54.71,"current":0.16,"power":8.75,"soc":0,\
            "remaining_capacity":0.0,"nominal_capacity":655.35,"cycles":65535,\
            "cells":[0.0,3.333,3.333,3.333,3.333,3.333,3.333,3.333,3.333,3.333,3.333,3.333,3.333,\
            3.333,3.333,3.333,3.333],\
            "cell_min":0.0,"cell_max":3.333,"cell_avg":3.1369,"cell_delta":3.333,\
            "cell_min_number":1,"cell_max_number":2,\
            "temperatures":[-5.1],"balancing":[1,17],\
            "protections":["cell_overvoltage","pack_overvoltage","reserved_15"],\
            "charge_fet":true,"discharge_fet":false,\
            "production_date":null,"software_version":"2.a","hardware_version":null,"soc_by_capacity":0.0,\
            "link":{"attempts":2,"connect_ms":1,"read_ms":0},"suspect":["voltage","cells"]}\
            """);
  }

  @Test
  void writesAProbeThatCannotBeAsNull() {
    Sample sample =
        sample(
            Answers.BASIC.replace("0b81", "0000"),
            Answers.CELLS,
            Samples.aSample().link(),
            Metric.TEMPERATURES);

    assertThat(json(sample))
        .contains("\"temperatures\":[null,20.9],\"balancing\"")
        .endsWith(",\"suspect\":[\"temperatures\"]}");
  }

  /// Learned 99.5 Ah, of which 87.12 are 87.56 %; two warnings, one without a name; 25 mA; the
  /// heater is on, the current limiter is not.
  @Test
  void writesWhatNewerBoardsSay() {
    Sample sample =
        sample(
            "0533 fe3c 2208 2710 002a 2eb1 0000 0000 0000 21 57 0b 04 02 0b81 0b7c"
                + "37 1800 26de 2208 0019",
            Answers.CELLS,
            Samples.aSample().link());

    assertThat(json(sample))
        .contains(
            """
            "soc_by_capacity":87.56,"full_charge_capacity":99.5,"balance_current":0.025,\
            "warnings":["capacity_low","reserved_12"],"current_limiter":false,"heating":true,"link":\
            """);
  }

  @Test
  void writesTheCountersBehindTheOtherValues() {
    Energy energy = new Energy(1234.56784, 0.00004, 1e-3, 10, Duration.ofMillis(123_456_789_012L));

    assertThat(json(Samples.counted(Samples.aSample(), energy)))
        .contains(
            """
            "hardware_version":"JBD-SP04S020-L4S-120A-B-U","soc_by_capacity":87.12,\
            "energy_charged":1234.5678,"energy_discharged":0.0,"charge_in":0.001,"charge_out":10.0,\
            "energy_covered":123456789.012,"link":\
            """);
  }

  /// From the smallest step to ten years at 100 kW.
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        0.00005,
        0.0001,
        0.00099999,
        0.001,
        0.1234567,
        9_999_999.9999,
        10_000_000,
        12_345_678.87654321,
        8.766e9
      })
  void writesCountersPlainlyAndReadsThemBackToFourDecimals(double value) throws Exception {
    Energy energy = new Energy(value, value / 3, value / 7, value / 11, Duration.ofMillis(1));
    byte[] json = EventJson.encode(Samples.counted(Samples.aSample(), energy));

    assertThat(new String(json, StandardCharsets.UTF_8))
        .doesNotContainPattern("[0-9]\\.[0-9]{5}")
        .doesNotContain("E");
    Energy back = read(json);
    assertThat(back.charged()).isCloseTo(energy.charged(), within(5.1e-5));
    assertThat(back.discharged()).isCloseTo(energy.discharged(), within(5.1e-5));
    assertThat(back.chargeIn()).isCloseTo(energy.chargeIn(), within(5.1e-5));
    assertThat(back.chargeOut()).isCloseTo(energy.chargeOut(), within(5.1e-5));
    assertThat(EventJson.encode(Samples.counted(Samples.aSample(), back))).isEqualTo(json);
  }

  @Test
  void marksATimeOfAClockThatWasNotSet() {
    Sample some = Samples.aSample().withSeq(7);
    Sample early =
        new Sample(
            some.seq(),
            Instant.ofEpochSecond(12),
            false,
            some.battery(),
            some.values(),
            some.suspect(),
            some.link(),
            some.journalId());

    assertThat(json(early))
        .startsWith(
            "{\"seq\":7,\"time\":\"1970-01-01T00:00:12.000Z\",\"clock\":\"unsynchronised\",\"battery\":"
                + "\"myBattery\",\"voltage\":13.31,");
  }

  @Test
  void marksTheTimeOfAFailedPollToo() {
    BatteryEvent event =
        new BatteryEvent.Failed(
            Instant.ofEpochSecond(12), false, "a", new Fault(Fault.Kind.LOST, "gone"), 1);

    assertThat(new String(EventJson.encode(event), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:12.000Z\",\"clock\":\"unsynchronised\",\"battery\":\"a\","
                + "\"fault\":{\"kind\":\"lost\",\"detail\":\"gone\"}}");
  }

  /// Every voltage and current that a device can state, to the last digit and no further.
  @Test
  void writesNoStrayDecimals() {
    for (int raw = 0; raw <= 0xFFFF; raw += 7) {
      String hex = "%04x".formatted(raw);
      String text =
          json(sample(Answers.BASIC.replace("0533", hex).replace("fe3c", hex), hex + "0000", LINK));

      assertThat(text)
          .doesNotContainPattern("[0-9]\\.[0-9]{5}")
          .doesNotContain("E")
          .doesNotContain("-0.0,");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "2026-11-22T14:00:00.999999999Z, 2026-11-22T14:00:00.999Z",
    "2026-02-03T04:05:06.7Z, 2026-02-03T04:05:06.700Z"
  })
  void alwaysWritesMilliseconds(Instant time, String text) {
    BatteryEvent.Failed failed =
        new BatteryEvent.Failed(time, "a", new Fault(Fault.Kind.LOST, "gone"), 1);

    assertThat(new String(EventJson.encode(failed), StandardCharsets.UTF_8))
        .contains("\"time\":\"" + text + "\"");
  }

  @Test
  void writesAFaultOnOneLineWhateverItsDetailSays() {
    Fault fault = new Fault(Fault.Kind.NOT_FOUND, "serial:/dev/\"x\": no\nsuch \u00e4 \u0000");
    BatteryEvent event = new BatteryEvent.Failed(Samples.TIME, "myBattery", fault, 3);

    assertThat(new String(EventJson.encode(event), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"fault\":{\"kind\":"
                + "\"not_found\",\"detail\":\"serial:/dev/\\\"x\\\": no\\nsuch \u00e4 \\u0000\"}}");
  }

  private static Sample sample(String basic, String cells, Link link, Metric... suspect) {
    return Samples.sample("myBattery", basic, cells, Optional.empty(), link, suspect);
  }

  private static Energy read(byte[] json) throws Exception {
    JsonObject sample = JsonObject.parse(json);
    return Energy.of(counter -> sample.number(counter.key())).orElseThrow();
  }

  private static String json(Sample sample) {
    return new String(EventJson.encode(sample), StandardCharsets.UTF_8);
  }
}
