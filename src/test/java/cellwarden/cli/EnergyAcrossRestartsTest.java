package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.app.JournalFirst;
import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.energy.Energy;
import cellwarden.energy.JournalledEnergy;
import cellwarden.journal.Journal;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.RefusedPasswords;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Samples;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
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

  /// The program starts on the empty folder that the disk is mounted on a moment later. What it
  /// counted until then did flow, so it is counted on top of what the disk knows.
  @Test
  void countersGoOnWhenTheDiskIsMountedLate() throws Exception {
    Energy before = run("left");
    Path disk = folder.resolve("disk");
    Path mounted = folder.resolve("mounted");
    Files.createDirectory(disk);
    Files.move(file, disk.resolve("bms_data.jsonl"));
    Files.createDirectory(mounted);
    file = mounted.resolve("bms_data.jsonl");

    List<Sample> samples =
        samples(
            "left",
            read -> {
              if (read == 4) {
                Files.move(mounted, folder.resolve("hidden"));
                Files.move(disk, mounted);
              }
            });

    assertThat(samples).extracting(sample -> sample.seq().orElse(0)).endsWith(8L, 9L, 10L, 11L);
    assertThat(Samples.energy(samples.get(3))).as("counted in the other journal").isEmpty();
    assertThat(Samples.energy(samples.get(4)).orElseThrow().discharged())
        .isGreaterThan(before.discharged());
    assertCounted(Samples.energy(samples.getLast()).orElseThrow(), 2);
    assertCounted(run("left"), 3);
  }

  /// What cannot be read is not empty. Only root can mount.
  @Test
  void countersGoOnWhenTheDiskIsReadOnlyAtStart() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(mounts("-t", "tmpfs", "tmpfs", disk), "this user may not mount");
    try {
      file = disk.resolve("bms_data.jsonl");
      assertCounted(run("left"), 1);
      assertThat(mounts("-o", "remount,ro", disk)).isTrue();

      List<Sample> samples =
          samples(
              "left",
              reading -> {
                if (reading == 4) {
                  assertThat(mounts("-o", "remount,rw", disk)).isTrue();
                }
              });

      assertThat(samples).extracting(s -> s.seq().orElse(0)).endsWith(0L, 8L, 9L, 10L, 11L);
      assertThat(samples)
          .extracting(sample -> Samples.energy(sample).isPresent())
          .containsExactly(false, false, false, false, true, true, true);
      assertCounted(Samples.energy(samples.getLast()).orElseThrow(), 2);
    } finally {
      exec("umount", disk.toString());
    }
  }

  private static boolean mounts(Object... arguments) throws IOException {
    return exec(
        Stream.concat(Stream.of("mount"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  private static boolean exec(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue() == 0;
  }

  /// The last counters of the run.
  private Energy run(String battery) throws IOException {
    return Samples.energy(samples(battery, _ -> {}).getLast()).orElseThrow();
  }

  /// What happens on the disk before a reading.
  private interface Incident {
    void before(int reading) throws IOException;
  }

  /// The samples of a run.
  private List<Sample> samples(String battery, Incident incident) throws IOException {
    FakeTime time = new FakeTime();
    time.endAfter(RUN);
    ScriptedTransport transport = new ScriptedTransport(time);
    transport.otherwise(() -> {
      try {
        incident.before(transport.connects());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new ScriptedConnection(time).otherwise(Answers::to);
    });
    RecordingSink sink = new RecordingSink();
    try (Journal journal = Journal.open(Defaults.journal(file))) {
      new BatteryPoller(
              battery,
              new BatteryReader(
                  Batteries.named(battery),
                  transport,
                  RefusedPasswords.inMemory(),
                  time,
                  new Random(1)),
              INTERVAL,
              new JournalFirst(journal, List.of(sink.encoded())),
              new JournalledEnergy(journal, Runnable::run),
              time,
              new Random(2),
              Duration.ZERO)
          .run();
    }
    return sink.samples();
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
