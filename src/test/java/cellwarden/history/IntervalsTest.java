package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every figure here is worked out by hand from the lines.
final class IntervalsTest {

  private static final Grid HOURS = Grid.of(Duration.ofHours(1), ZoneOffset.UTC);
  private static final double EXACT = 1e-6;

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void nameTheJournal() {
    journal = folder.resolve("bms_data.jsonl");
  }

  /// 36 W for 20 s are 720 Ws or 0.2 Wh.
  @Test
  void addsEnergyUpByTrapezoids() throws Exception {
    write(
        Lines.sample(1, "2026-06-01T10:00:00Z", 0),
        Lines.sample(2, "2026-06-01T10:00:10Z", 36),
        Lines.sample(3, "2026-06-01T10:00:30Z", 36));

    Interval hour = hours("soc").getFirst();
    // A triangle of 10 s, 180 Ws, and a rectangle of 20 s, 720 Ws.
    assertThat(hour.energyIn()).isCloseTo(0.25, within(EXACT));
    assertThat(hour.energyOut()).isZero();
    assertThat(hour.covered()).isEqualTo(30_000);
    assertThat(hour.samples()).isEqualTo(3);
  }

  /// From 10:00:10 to 12:00:20 at 36 W are 7210 s, 72.1 Wh; what was before and after is left out.
  @Test
  void theTotalIsOfExactlyTheTimeAskedFor() throws Exception {
    List<String> lines = new ArrayList<>();
    Instant begin = Instant.parse("2026-06-01T09:59:50Z");
    for (int i = 0; i < 725; i++) {
      lines.add(Lines.sample(i + 1, begin.plusSeconds(10L * i).toString(), i < 2 ? 99 : 36));
    }
    write(lines.toArray(String[]::new));
    for (String field : List.of("soc", "seq")) {
      HistoryQuery query =
          new HistoryQuery(
              Optional.empty(),
              Instant.parse("2026-06-01T10:00:10Z"),
              Instant.parse("2026-06-01T12:00:20Z"),
              HistoryField.of(List.of("power", field)));
      try (History history = History.open(journal, true, new Lines.Watcher())) {
        Interval total = history.total(query).orElseThrow();
        assertThat(total.energyIn()).isCloseTo(72.1, within(EXACT));
        assertThat(total.covered()).isEqualTo(7_210_000);
        assertThat(total.samples()).isEqualTo(721);
        assertThat(total.summaries().getFirst().orElseThrow().greatest()).isEqualTo(36);
        assertThat(history.intervals(query, HOURS, _ -> {}).orElseThrow().energyIn())
            .isGreaterThan(72.3);
      }
    }
  }

  /// From 30 W to -10 W in 20 s the power is 0 after 15 s: 225 Ws in and 25 Ws out.
  @Test
  void partsInAndOutWhereTheDirectionChanges() throws Exception {
    write(
        Lines.sample(1, "2026-06-01T10:00:00Z", 30), Lines.sample(2, "2026-06-01T10:00:20Z", -10));

    Interval hour = hours("soc").getFirst();
    assertThat(hour.energyIn()).isCloseTo(225 / 3600.0, within(EXACT));
    assertThat(hour.energyOut()).isCloseTo(25 / 3600.0, within(EXACT));
  }

  /// The default of 30 s counts until the battery's own interval is known: 90 s are covered, 91 s
  /// are not.
  @Test
  void doesNotInventWhatLiesInAGap() throws Exception {
    write(
        Lines.sample(1, "2026-06-01T10:00:00Z", 36),
        Lines.sample(2, "2026-06-01T10:01:30Z", 36),
        Lines.sample(3, "2026-06-01T10:03:01Z", 36));

    Interval hour = hours("soc").getFirst();
    assertThat(hour.energyIn()).isCloseTo(0.9, within(EXACT));
    assertThat(hour.covered()).isEqualTo(90_000);
    assertThat(hour.coverage(Instant.parse("2026-06-02T00:00:00Z"))).isEqualTo(0.025);
    assertThat(hour.coverage(Instant.parse("2026-06-01T10:03:00Z"))).isEqualTo(0.5);
  }

  /// Polled every 10 minutes: after three distances the median of the last five is 10 minutes.
  @Test
  void learnsTheIntervalFromTheSamples() throws Exception {
    write(
        Lines.sample(1, "2026-06-01T10:00:00Z", 36),
        Lines.sample(2, "2026-06-01T10:10:00Z", 36),
        Lines.sample(3, "2026-06-01T10:20:00Z", 36),
        Lines.sample(4, "2026-06-01T10:30:00Z", 36),
        Lines.sample(5, "2026-06-01T10:40:00Z", 36),
        Lines.sample(6, "2026-06-01T11:10:00Z", 36),
        Lines.sample(7, "2026-06-01T11:40:01Z", 36));

    List<Interval> hours = hours("soc");
    // 10:30 to 11:10, then one second more than three intervals.
    assertThat(hours).extracting(Interval::covered).containsExactly(1_800_000L, 600_000L);
    assertThat(hours.getFirst().energyIn()).isCloseTo(18, within(EXACT));
    assertThat(hours.getLast().energyIn()).isCloseTo(6, within(EXACT));
  }

  /// 20 s before and 10 s after the hour, from 0 to 30 W: 450 Ws, of which two thirds and one
  /// third.
  @Test
  void givesEachIntervalItsPart() throws Exception {
    write(Lines.sample(1, "2026-06-01T10:59:40Z", 0), Lines.sample(2, "2026-06-01T11:00:10Z", 30));

    List<Interval> hours = hours("power");
    assertThat(hours).extracting(Interval::covered).containsExactly(20_000L, 10_000L);
    assertThat(hours.getFirst().energyIn()).isCloseTo(300 / 3600.0, within(EXACT));
    assertThat(hours.getLast().energyIn()).isCloseTo(150 / 3600.0, within(EXACT));
    assertThat(hours)
        .extracting(hour -> hour.summaries().getFirst().orElseThrow().mean())
        .containsExactly(0.0, 30.0);
  }

  /// The counters say 0.3 Wh, the power would say 0.1 Wh.
  @Test
  void takesEnergyFromTheCounters() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T10:59:40Z", 12), 7, 5, 100),
        Lines.counted(Lines.sample(2, "2026-06-01T11:00:10Z", 12), 7.3, 5.0001, 130));

    List<Interval> hours = hours("soc");
    assertThat(hours).extracting(Interval::energyIn).containsExactly(0.2, 0.1);
    // A step of the counters is cut into 67 and 33 millionths.
    assertThat(hours).extracting(Interval::energyOut).containsExactly(0.000067, 0.000033);
    assertThat(hours).extracting(Interval::covered).containsExactly(20_000L, 10_000L);
  }

  /// In the hour without a sample nothing was journalled, and yet it was counted.
  @Test
  void takesWhatWasCountedBetweenTheSamples() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T10:30:00Z", 12), 0, 0, 0),
        Lines.counted(Lines.sample(2, "2026-06-01T12:30:00Z", 12), 24, 0, 7200));

    assertThat(hours("soc")).extracting(Interval::energyIn).containsExactly(6.0, 12.0, 6.0);
    assertThat(hours("soc")).extracting(Interval::samples).containsExactly(1L, 0L, 1L);
  }

  /// Two hours apart, of which 20 s were counted.
  @Test
  void countsNoTimeThatTheServiceDidNotCount() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T10:30:00Z", 12), 1, 0, 10),
        Lines.counted(Lines.sample(2, "2026-06-01T12:30:00Z", 12), 1.1, 0, 30));

    assertThat(hours("soc")).extracting(Interval::energyIn).containsExactly(0.0, 0.1);
    assertThat(hours("soc")).extracting(Interval::covered).containsExactly(0L, 20_000L);
  }

  /// The clock was set back by an hour between two readings: what was counted lies before the later
  /// one.
  @Test
  void losesNothingWhereTheClockJumps() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T12:30:00Z", 12), 1, 0, 10),
        Lines.counted(Lines.sample(2, "2026-06-01T11:30:00Z", 12), 1.1, 0, 20));

    assertThat(hours("soc")).extracting(Interval::energyIn).containsExactly(0.1, 0.0);
  }

  /// As in another journal: 36 W for 10 s are 0.1 Wh, then the new counters say 0.2 Wh.
  @Test
  void beginsAgainWithCountersThatFall() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T10:00:00Z", 36), 7, 5, 100),
        Lines.counted(Lines.sample(2, "2026-06-01T10:00:10Z", 36), 0, 0, 0),
        Lines.counted(Lines.sample(3, "2026-06-01T10:00:20Z", 36), 0.2, 0, 10));

    assertThat(hours("soc").getFirst().energyIn()).isCloseTo(0.3, within(EXACT));
  }

  /// A digit that was turned over, a sample without counters: 36 W for 10 s are 0.1 Wh.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"energy_charged\":90007.0000",
        "\"energy_charged\":null",
        "\"energy_charged\":-1"
      })
  void sumsThePowerUpWhereTheCountersDoNotGoOn(String counter) throws Exception {
    String first = Lines.counted(Lines.sample(1, "2026-06-01T10:00:00Z", 36), 7, 5, 100);
    String second = Lines.counted(Lines.sample(2, "2026-06-01T10:00:10Z", 36), 7, 5, 110);
    String third = Lines.counted(Lines.sample(3, "2026-06-01T10:00:20Z", 36), 7.2, 5, 120);
    write(first, second.replace("\"energy_charged\":7.0000", counter), third);

    assertThat(hours("soc").getFirst().energyIn()).isCloseTo(0.2, within(EXACT));
  }

  @Test
  void sumsUpTheValues() throws Exception {
    Instant ten = Instant.parse("2026-06-01T10:00:00Z");
    write(
        Lines.sample(1, ten, "a", 13.31, 1, 40),
        Lines.sample(2, ten.plusSeconds(10), "a", 13.1, 1, 41),
        Lines.sample(3, ten.plusSeconds(20), "a", 13.2, 1, 43));

    assertThat(hours("voltage", "soc", "charge_fet", "cells.2", "link.rssi", "cells.9"))
        .singleElement()
        .extracting(Interval::summaries)
        .isEqualTo(
            List.of(
                Optional.of(new Interval.Summary(13.1, 13.203333, 13.31, 13.2)),
                Optional.of(new Interval.Summary(40, 41.333333, 43, 43)),
                Optional.of(new Interval.Summary(1, 1, 1, 1)),
                Optional.of(new Interval.Summary(3.327, 3.327, 3.327, 3.327)),
                Optional.of(new Interval.Summary(-61, -61, -61, -61)),
                Optional.empty()));
  }

  @Test
  void leavesSuspectValuesOutAndCountsThem() throws Exception {
    Instant ten = Instant.parse("2026-06-01T10:00:00Z");
    write(
        Lines.sample(1, ten, "a", 13.3, 36, 40),
        suspect(Lines.sample(2, ten.plusSeconds(10), "a", 93.1, 3600, 41), "voltage"),
        Lines.sample(3, ten.plusSeconds(20), "a", 13.1, 36, 255),
        suspect(Lines.sample(4, ten.plusSeconds(3600), "a", 93.1, 36, 42), "voltage"));

    List<Interval> hours = hours("voltage", "power", "soc", "cells.1");
    assertThat(hours)
        .extracting(Interval::suspects)
        .containsExactly(List.of(1L, 1L, 1L, 0L), List.of(1L, 1L, 0L, 0L));
    assertThat(hours("voltage", "power", "soc").getFirst().summaries())
        .isEqualTo(
            List.of(
                Optional.of(new Interval.Summary(13.1, 13.2, 13.3, 13.1)),
                Optional.of(new Interval.Summary(36, 36, 36, 36)),
                Optional.of(new Interval.Summary(40, 40.5, 41, 41))));
    assertThat(hours.getLast().summaries().getFirst()).isEmpty();
    assertThat(notes).containsOnly("5 suspect values are left out (voltage 2, power 2, soc 1)");
  }

  /// 36 W for 20 s are 0.2 Wh: what lies between is passed over, as a poll that failed.
  @Test
  void passesOverASuspectPowerThatNothingCounted() throws Exception {
    Instant ten = Instant.parse("2026-06-01T10:00:00Z");
    write(
        Lines.sample(1, ten, "a", 13.3, 36, 40),
        suspect(Lines.sample(2, ten.plusSeconds(10), "a", 13.3, 3600, 41), "current"),
        Lines.sample(3, ten.plusSeconds(20), "a", 13.1, 36, 41));

    assertThat(hours("soc").getFirst().energyIn()).isCloseTo(0.2, within(EXACT));
    assertThat(hours("soc").getFirst().covered()).isEqualTo(20_000);
  }

  @Test
  void believesTheCountersOfASuspectSample() throws Exception {
    write(
        Lines.counted(Lines.sample(1, "2026-06-01T10:00:00Z", 36), 7, 5, 100),
        suspect(Lines.counted(Lines.sample(2, "2026-06-01T10:00:10Z", 3600), 7, 5, 100), "current"),
        Lines.counted(Lines.sample(3, "2026-06-01T10:00:20Z", 36), 7.2, 5, 120));

    assertThat(hours("soc").getFirst().energyIn()).isCloseTo(0.2, within(EXACT));
  }

  private static String suspect(String sample, String field) {
    return sample.replace("}}", "},\"suspect\":[\"" + field + "\"]}");
  }

  /// The clock was set back: nothing is covered, and the last value is the one written last.
  @Test
  void keepsTheOrderOfWriting() throws Exception {
    Instant ten = Instant.parse("2026-06-01T10:30:00Z");
    write(
        Lines.sample(1, ten, "a", 13.1, 36, 40),
        Lines.sample(2, ten.minusSeconds(60), "a", 13.2, 36, 41),
        Lines.sample(3, ten.minusSeconds(50), "a", 13.3, 36, 42));

    Interval hour = hours("soc").getFirst();
    assertThat(hour.summaries().getFirst()).contains(new Interval.Summary(40, 41, 42, 42));
    assertThat(hour.covered()).isEqualTo(10_000);
  }

  @Test
  void cutsDaysInLocalTime() throws Exception {
    Grid days = Grid.of(Duration.ofDays(1), ZoneId.of("Europe/Berlin"));
    write(Lines.sample(1, "2026-05-31T21:59:59Z", 1), Lines.sample(2, "2026-05-31T22:00:00Z", 1));

    try (History history = open(false)) {
      assertThat(Lines.intervals(history, Lines.everything("a", "soc"), days))
          .extracting(Interval::start)
          .containsExactly(
              Instant.parse("2026-05-30T22:00:00Z"), Instant.parse("2026-05-31T22:00:00Z"));
    }
  }

  /// What is asked for begins within the only hour that anything is known of.
  @Test
  void findsWhatLiesLaterInTheSameHour() throws Exception {
    write(
        Lines.sample(1, "2026-06-01T10:00:00Z", 0),
        Lines.sample(2, "2026-06-01T10:20:00Z", 36),
        Lines.sample(3, "2026-06-01T10:21:00Z", 36));
    HistoryQuery query =
        new HistoryQuery(
            Optional.empty(),
            Instant.parse("2026-06-01T10:20:30Z"),
            HistoryQuery.END,
            HistoryField.of(List.of("soc")));
    Grid minutes = Grid.of(Duration.ofMinutes(1), ZoneOffset.UTC);
    for (boolean indexed : new boolean[] {true, false}) {
      try (History history = open(indexed)) {
        assertThat(Lines.intervals(history, query, minutes))
            .extracting(Interval::samples)
            .containsExactly(1L, 1L);
      }
    }
  }

  /// Half of a surrogate pair, which no file in UTF-8 can hold.
  @Test
  void findsABatteryWhoseNameIsNoText() throws Exception {
    write(Lines.sample(1, "2026-06-01T10:00:00Z", 0).replace("\"a\"", "\"a\\ud800\""));
    Grid minutes = Grid.of(Duration.ofMinutes(1), ZoneOffset.UTC);
    for (boolean indexed : new boolean[] {true, false}) {
      try (History history = open(indexed)) {
        assertThat(Lines.intervals(history, Lines.everything("", "soc"), minutes))
            .extracting(Interval::battery)
            .containsExactly("a?");
      }
    }
  }

  @Test
  void passesOverFaultsAndTornLines() throws Exception {
    write(Lines.sample(1, "2026-06-01T10:00:00Z", 1), Lines.fault("2026-06-01T10:00:05Z"));
    Lines.appendText(journal, "{\"seq\":2,\"time\":\"2026-06-01T10:0\n");
    write(Lines.sample(3, "2026-06-01T10:00:10Z", 1));
    Lines.appendText(journal, Lines.sample(4, "2026-06-01T10:00:20Z", 1));

    assertThat(hours("soc")).extracting(Interval::samples).containsExactly(2L);
  }

  private List<String> notes = List.of();

  private void write(String... lines) throws IOException {
    Lines.append(journal, List.of(lines));
  }

  private History open(boolean withIndex) throws Exception {
    Lines.Watcher watcher = new Lines.Watcher();
    notes = watcher.notes;
    return History.open(journal, withIndex, watcher);
  }

  private List<Interval> hours(String... fields) throws Exception {
    try (History indexed = open(true);
        History scanned = open(false)) {
      List<Interval> intervals = Lines.intervals(indexed, Lines.everything("", fields), HOURS);
      assertThat(Lines.intervals(scanned, Lines.everything("", fields), HOURS))
          .isEqualTo(intervals);
      return intervals;
    }
  }
}
