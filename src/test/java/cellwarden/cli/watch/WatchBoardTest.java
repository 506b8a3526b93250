package cellwarden.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class WatchBoardTest {

  private final FakeTime time = new FakeTime();
  private final WatchBoard board =
      new WatchBoard(List.of(Batteries.named("house")), time::now, time::nanos);

  private WatchView.Battery house() {
    return board.view().batteries().getFirst();
  }

  private List<OptionalDouble> hour(Metric metric) {
    return house().hour().getOrDefault(metric, List.of());
  }

  /// Four intervals of 30 s, and 30 s.
  @Test
  void readingGrowsOldAndSaysSo() {
    board.reading("house", Views.reading(Views.SAMPLE), 5);
    assertThat(house().age()).isEqualTo(Duration.ofSeconds(5));
    time.advance(Duration.ofSeconds(144));
    assertThat(house().isStale()).isFalse();
    time.advance(Duration.ofSeconds(1));
    assertThat(house().isStale()).isTrue();
  }

  @Test
  void sameReadingDoesNotBecomeNew() {
    board.reading("house", Views.reading(Views.SAMPLE), 0);
    time.advance(Duration.ofSeconds(100));
    board.reading("house", Views.reading(Views.SAMPLE), 0);
    assertThat(house().age()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void turnedCurrentAndPowerArePositiveWhileCharging() {
    SeenSample turned = new SeenSample(Views.json(Views.SAMPLE), true);
    assertThat(turned.number(Metric.CURRENT)).hasValue(4.52);
    assertThat(turned.number(Metric.POWER)).hasValue(60.16);
    assertThat(turned.number(Metric.VOLTAGE)).hasValue(13.31);
  }

  @Test
  void faultStandsUntilTheNextReading() {
    board.fault("house", Optional.of("no answer"));
    assertThat(house().fault()).contains("no answer");
    board.reading("house", Views.reading(Views.SAMPLE), 0);
    assertThat(house().fault()).isEmpty();
  }

  @Test
  void hourHoldsTheMeanOfEachMinute() {
    board.minute("house", Metric.POWER, time.now().minusSeconds(59 * 60), -30, 2);
    board.minute("house", Metric.POWER, time.now().minusSeconds(61 * 60), -99, 1);
    board.reading("house", Views.reading(Views.SAMPLE.replace("-60.16", "-60.0")), 0);
    board.reading(
        "house", Views.reading(Views.SAMPLE.replace("-60.16", "-20.0").replace("467", "468")), 0);
    List<OptionalDouble> power = hour(Metric.POWER);
    assertThat(power).hasSize(60);
    assertThat(power.getFirst()).hasValue(-30);
    assertThat(power.getLast()).hasValue(-40);
    assertThat(power.get(30)).isEmpty();
  }

  /// A state that is not known is no alarm, and what is suspect is in no curve.
  @Test
  void suspectValuesAreInNoCurve() {
    String json = Views.SAMPLE.replace("}", ",\"suspect\":[\"voltage\"]}");
    board.reading("house", Views.reading(json), 0);
    assertThat(hour(Metric.POWER).getLast()).isEmpty();
    assertThat(hour(Metric.SOC).getLast()).hasValue(87);
  }

  @Test
  void eventsAreWordsOnce() {
    String event =
        """
        {"time":"2026-11-22T13:00:00.000Z","battery":"house","event":"protection_started",\
        "data":{"names":["short_circuit","cell_overvoltage"],"cells":[3],"values":{"soc":1}},"id":3}\
        """;
    board.event(Views.json(event));
    board.event(Views.json(event));
    board.event(Views.json(event.replace("house", "other")));
    assertThat(board.view().happenings())
        .extracting(WatchView.Happening::words)
        .containsExactly("protection started: short_circuit cell_overvoltage, cells 3");
  }

  @Test
  void batteriesOfOthersAreNotShown() {
    board.reading("other", Views.reading(Views.SAMPLE), 0);
    assertThat(board.view().batteries()).hasSize(1);
    assertThat(house().reading()).isEmpty();
  }

  /// What comes over the network steers no terminal.
  @Test
  void textOfOthersIsHarmless() {
    String hostile =
        Views.SAMPLE.replace("\"protections\":[]", "\"protections\":[\"a\\u001b[2Jb\"]");
    board.reading("house", Views.reading(hostile), 0);
    board.fault("house", Optional.of("a\u001b[2Jb"));
    board.trouble("a\u001b[2Jb");
    board.event(
        Views.json(
            """
            {"time":"2026-11-22T13:00:00.000Z","battery":"house","event":"a\\u001b[2Jb",\
            "data":{"names":["a\\u001b[2Jb"]}}\
            """));
    assertThat(new WatchFrame(80, 24, false, ZoneOffset.UTC).battery(board.view(), 0))
        .noneMatch(line -> line.contains("\u001b"))
        .anyMatch(line -> line.startsWith("Protections") && line.contains("a"));
  }
}
