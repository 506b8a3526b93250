package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.EventJson;
import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EventWatchTest {

  private static final String VALUES =
      "\"values\":{\"voltage\":13.31,\"current\":-4.52,\"soc\":87,\"cell_min\":3.326,\"cell_max\":3.329,\"temperatures\":[21.4,20.9]}";

  private final AtomicLong nanos = new AtomicLong();
  private final FakeSampleLog log = new FakeSampleLog();
  private final EventWatch watch = new EventWatch(log, nanos::get);
  private long seq;

  @Test
  void saysNothingOfABatteryThatIsAsItWas() {
    assertThat(events(Map.of())).isEmpty();
    assertThat(events(Map.of())).isEmpty();
  }

  @Test
  void saysWhichProtectionsCameAndHowLongTheyWere() {
    events(Map.of());
    assertThat(
            events(Map.of(Metric.PROTECTIONS, List.of("cell_overvoltage", "charge_overcurrent"))))
        .containsExactly(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"protection_started\",\"data\":{\"names\":[\"cell_overvoltage\",\"charge_overcurrent\"],\"cells\":[3],"
                + VALUES
                + "},\"id\":2}");
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(events(Map.of(Metric.PROTECTIONS, List.of("cell_overvoltage", "cell_undervoltage"))))
        .containsExactly(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"protection_ended\",\"data\":{\"names\":[\"charge_overcurrent\"],"
                + VALUES
                + ",\"duration_s\":90.0},\"id\":3}",
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"protection_started\",\"data\":{\"names\":[\"cell_undervoltage\"],\"cells\":[4],"
                + VALUES
                + "},\"id\":3}");
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(events(Map.of()))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).contains("[\"cell_overvoltage\"]", "\"duration_s\":100.0"),
            second ->
                assertThat(second).contains("[\"cell_undervoltage\"]", "\"duration_s\":10.0"));
  }

  @Test
  void saysWhichFetWasSwitched() {
    events(Map.of());
    assertThat(events(Map.of(Metric.CHARGE_FET, false)))
        .containsExactly(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"fet_changed\",\"data\":{\"names\":[\"charge_fet\"],\"charge_fet\":false,\"discharge_fet\":true,"
                + VALUES
                + "},\"id\":2}");
    assertThat(events(Map.of(Metric.CHARGE_FET, false))).isEmpty();
    assertThat(events(Map.of())).hasSize(1);
  }

  /// Boards balance odd and even cells by turns.
  @Test
  void saysOnceThatCellsAreBalanced() {
    events(Map.of());
    assertThat(events(Map.of(Metric.BALANCING, List.of(1, 3))))
        .singleElement()
        .asString()
        .contains("\"event\":\"balancing_started\",\"data\":{\"cells\":[1,3],");
    assertThat(events(Map.of(Metric.BALANCING, List.of(2)))).isEmpty();
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(events(Map.of()))
        .singleElement()
        .asString()
        .contains("\"event\":\"balancing_ended\"", "\"duration_s\":300.0");
  }

  @Test
  void saysWhichValuesCannotBe() {
    events(Map.of());
    Sample suspect = Samples.aSample();
    List<String> events =
        look(
            new Sample(
                OptionalLong.of(++seq),
                suspect.time(),
                false,
                suspect.battery(),
                suspect.values(),
                Set.of(Metric.VOLTAGE),
                suspect.link(),
                0));

    assertThat(events)
        .containsExactly(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"clock\":\"unsynchronised\",\"battery\":\"myBattery\",\"event\":\"implausible_started\",\"data\":{\"names\":[\"voltage\"],\"values\":{\"voltage\":13.31}},\"id\":2}");
    assertThat(events(Map.of())).singleElement().asString().contains("implausible_ended");
  }

  @Test
  void seesNothingInWhatIsUnknown() {
    events(Map.of(Metric.PROTECTIONS, List.of("cell_overvoltage")));
    Map<Metric, Object> unknown = new EnumMap<>(Samples.aSample().values());
    unknown.put(Metric.PROTECTIONS, null);
    unknown.put(Metric.CHARGE_FET, null);

    assertThat(look(sample(unknown))).isEmpty();
    assertThat(events(Map.of())).singleElement().asString().contains("protection_ended");
  }

  /// A protection at the stop that is gone at the start has ended, nobody knows when; one that goes
  /// on is not said twice.
  @Test
  void goesOnFromTheLastSampleOfAnEarlierRun() {
    log.add(
        1,
        "{\"seq\":1,\"time\":\"2026-11-22T13:00:00.000Z\",\"battery\":\"myBattery\",\"protections\":[\"cell_overvoltage\",\"charge_overcurrent\"],\"charge_fet\":false,\"discharge_fet\":true}");
    log.add(2, "{\"seq\":2,\"battery\":\"other\",\"protections\":[]}");
    seq = 2;

    List<String> events = events(Map.of(Metric.PROTECTIONS, List.of("charge_overcurrent")));

    assertThat(events)
        .containsExactly(
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"protection_ended\",\"data\":{\"names\":[\"cell_overvoltage\"],"
                + VALUES
                + "},\"id\":3}",
            "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"myBattery\",\"event\":\"fet_changed\",\"data\":{\"names\":[\"charge_fet\"],\"charge_fet\":true,\"discharge_fet\":true,"
                + VALUES
                + "},\"id\":3}");
  }

  @Test
  void saysAProtectionThatTheFirstSampleEverShows() {
    assertThat(
            events(Map.of(Metric.PROTECTIONS, List.of("short_circuit"), Metric.CHARGE_FET, false)))
        .singleElement()
        .asString()
        .contains("protection_started", "short_circuit");
  }

  @Test
  void boundsWhatFlapsAndSaysHowItStandsInTheEnd() {
    List<String> all = new ArrayList<>();
    try (CapturedLog said = CapturedLog.start()) {
      for (int i = 0; i <= 1000; i++) {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        all.addAll(events(Map.of(Metric.CHARGE_FET, i % 2 == 0)));
      }
      assertThat(said.messages("WARN"))
          .first()
          .isEqualTo(
              "myBattery: fet_changed comes again and again; from now on one event in 6 minutes says how often");
      assertThat(said.messages("WARN").size()).isLessThan(5);
    }
    assertThat(all.size()).isBetween(10, 13);
    assertThat(all.getLast()).containsPattern("\"changes\":3[0-9][0-9]");
    nanos.addAndGet(Duration.ofMinutes(7).toNanos());
    boolean lastSaid = all.getLast().contains("\"charge_fet\":true");
    assertThat(events(Map.of(Metric.CHARGE_FET, !lastSaid))).hasSize(1);
  }

  private List<String> events(Map<Metric, Object> other) {
    Map<Metric, Object> values = new EnumMap<>(Samples.aSample().values());
    values.putAll(other);
    return look(sample(values));
  }

  private Sample sample(Map<Metric, Object> values) {
    Link link = Samples.aSample().link();
    return new Sample(
        OptionalLong.of(++seq), FakeTime.START, true, "myBattery", values, Set.of(), link, 0);
  }

  private List<String> look(Sample sample) {
    List<String> events = new ArrayList<>();
    for (Incident incident : watch.look(sample)) {
      events.add(new String(EventJson.encode(incident), StandardCharsets.UTF_8));
    }
    return events;
  }
}
