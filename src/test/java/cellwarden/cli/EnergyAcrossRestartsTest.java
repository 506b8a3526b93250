package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Energy;
import cellwarden.battery.JournalledEnergy;
import cellwarden.config.JournalConfig;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalFirst;
import cellwarden.journal.WrittenSamples;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollSettings;
import cellwarden.testing.Answers;
import cellwarden.testing.FakeTime;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that follow each other over one journal; each reads 4.52 A at 13.31 V seven times in 60 s.
final class EnergyAcrossRestartsTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration RUN = INTERVAL.multipliedBy(6);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void countersGoOn() throws Exception {
    for (int runs = 1; runs <= 5; runs++) {
      assertCounted(run("left"), runs);
    }
  }

  /// As a kill leaves it: the last whole line counts.
  @Test
  void countersGoOnBehindATornLine() throws Exception {
    run("left");
    Files.writeString(
        file,
        "{\"seq\":8,\"time\":\"2026-11-22T14:02:00.000Z\",\"battery\":\"left\",\"energy_charged\":99",
        StandardOpenOption.APPEND);

    assertCounted(run("left"), 2);
  }

  @Test
  void eachBatteryHasItsOwn() throws Exception {
    assertCounted(run("left"), 1);
    assertCounted(run("right"), 1);
    assertCounted(run("left"), 2);
    assertCounted(run("left"), 3);
    assertCounted(run("right"), 2);
  }

  /// The last counters of the run.
  private Energy run(String battery) throws IOException {
    FakeTime time = new FakeTime();
    time.endAfter(RUN);
    ScriptedTransport transport =
        new ScriptedTransport(time)
            .otherwise(() -> new ScriptedConnection(time).otherwise(Answers::to));
    RecordingSink sink = new RecordingSink();
    try (Journal journal = Journal.open(JournalConfig.withDefaults(file))) {
      new BatteryPoller(
              battery,
              new BatteryReader(PollSettings.of(battery), transport, time, new Random(1)),
              INTERVAL,
              new JournalFirst(journal, List.of(sink)),
              new JournalledEnergy(new WrittenSamples(journal)),
              time,
              new Random(2))
          .run();
    }
    return sink.samples().getLast().energy().orElseThrow();
  }

  /// 60 s at 60.1612 W are 1.002687 Wh, at 4.52 A 0.075333 Ah, each start cut to four decimals.
  private static void assertCounted(Energy energy, int runs) {
    double cut = 0.00005 * runs;
    assertThat(energy.charged()).isZero();
    assertThat(energy.chargeIn()).isZero();
    assertThat(energy.discharged()).isBetween(1.002687 * runs - cut, 1.002687 * runs + cut);
    assertThat(energy.chargeOut()).isBetween(0.075333 * runs - cut, 0.075333 * runs + cut);
    assertThat(energy.covered()).isEqualTo(RUN.multipliedBy(runs));
  }
}
