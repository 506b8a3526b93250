package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What each way to force lines to the disk can lose at most, over the whole cycle of writing,
/// rotating, compressing and starting again. `-Djournal.seeds=5000` searches longer.
final class DiskFaultTest {

  static final List<Fsync> MODES =
      List.of(new Fsync.Always(), new Fsync.Every(Duration.ofSeconds(5)), new Fsync.Never());

  private static final int SEEDS = Integer.getInteger("journal.seeds", 40);
  private static final int LIVES = 5;

  @TempDir private Path folder = Path.of("");

  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void closeLog() {
    log.close();
  }

  @ParameterizedTest
  @FieldSource("MODES")
  void powerCutsLoseAtMostWhatTheTablePromises(Fsync fsync) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Life life = new Life(fsync, seed);
      for (int i = 0; i < LIVES; i++) {
        life.untilPowerCut();
        life.check(life.safe);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("MODES")
  void killsLoseNothing(Fsync fsync) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Life life = new Life(fsync, seed);
      for (int i = 0; i < LIVES; i++) {
        life.untilKill();
        life.check(life.acknowledged);
      }
    }
  }

  /// Short writes and failing calls of every kind, in the middle of anything.
  @ParameterizedTest
  @FieldSource("MODES")
  void troubleLosesNothingThatWasAcknowledged(Fsync fsync) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Life life = new Life(fsync, seed);
      life.withTrouble();
      life.check(life.acknowledged);
    }
  }

  @ParameterizedTest
  @FieldSource("MODES")
  void writingResumesWhenTheTroubleIsOver(Fsync fsync) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Life life = new Life(fsync, seed);
      life.withTrouble();
      life.disk.faults((_, _, length) -> length);
      life.append();
      assertThat(life.failures).as("seed %s", seed).isEmpty();
      life.check(life.acknowledged);
    }
  }

  /// Lives of all kinds follow each other, with another `fsync` each, with and without trouble and
  /// with and without a sample. What was forced to the disk when it was published stays, and no
  /// number is published twice.
  @Test
  void noEndOfAnyLifeGivesANumberOutTwice() throws Exception {
    for (int seed = 0; seed < 3 * SEEDS; seed++) {
      Life life = new Life(MODES.get(seed % MODES.size()), seed);
      for (int i = 0; i < LIVES; i++) {
        life.ofAnyKind();
        life.check(life.safe);
      }
    }
  }

  /// A journal over several starts, and what is known about it.
  private final class Life {

    final RandomGenerator random;
    final JournalFiles files;

    /// Every number that was ever published, with its line.
    final Map<Long, String> published = new HashMap<>();

    /// Those that no kill may take.
    final Set<Long> acknowledged = new TreeSet<>();

    /// Those that no power cut may take.
    final Set<Long> safe = new TreeSet<>();

    JournalConfig config;

    /// That of the next start.
    Fsync next;

    final List<IOException> failures = new ArrayList<>();
    ModelDisk disk;
    Journal journal;
    boolean troubled;
    final long seed;
    long highest;
    Instant now = Samples.TIME;

    Life(Fsync fsync, long seed) throws Exception {
      this.seed = seed;
      this.next = fsync;
      random = new SplittableRandom(seed);
      config =
          new JournalConfig(
              folder.resolve("bms_data.jsonl"), fsync, 4_000, Optional.empty(), 1_000_000_000, 0);
      files = new JournalFiles(config.path());
      disk = new ModelDisk(random);
      journal = Journal.open(disk, config, now);
    }

    void untilPowerCut() throws Exception {
      workUntilTheEnd();
      restartAfterPowerCut();
    }

    void untilKill() throws Exception {
      workUntilTheEnd();
      restartAfterKill();
    }

    void untilCleanStop() throws Exception {
      work(random.nextInt(20));
      journal.close();
      restart(disk);
    }

    /// Nothing but the start and perhaps a fault.
    void withoutSample() throws Exception {
      if (random.nextBoolean()) {
        fail();
      }
      if (random.nextBoolean()) {
        journal.close();
        restart(disk);
      } else if (random.nextBoolean()) {
        restartAfterKill();
      } else {
        restartAfterPowerCut();
      }
    }

    void ofAnyKind() throws Exception {
      next = MODES.get(random.nextInt(MODES.size()));
      switch (random.nextInt(6)) {
        case 0 -> untilPowerCut();
        case 1 -> untilKill();
        case 2 -> untilCleanStop();
        case 3 -> {
          withTrouble();
          journal.close();
          disk.faults((_, _, length) -> length);
          restart(random.nextBoolean() ? disk : disk.afterPowerCut());
          acknowledged.retainAll(safe);
        }
        default -> withoutSample();
      }
    }

    private void workUntilTheEnd() throws Exception {
      disk.cutPowerAfter(random.nextInt(400));
      try {
        work(1000);
      } catch (ModelDisk.PowerCut e) {
        // The end of this life, in the keeper's thread.
      } catch (CompletionException e) {
        assertThat(e).as("in the writer's thread").hasCauseInstanceOf(ModelDisk.PowerCut.class);
      }
    }

    private void restartAfterPowerCut() throws Exception {
      endWriter();
      restart(disk.afterPowerCut());
      acknowledged.retainAll(safe);
    }

    private void restartAfterKill() throws Exception {
      endWriter();
      restart(disk.afterKill());
    }

    /// The thread of a program that is gone, without another call that changes anything.
    private void endWriter() {
      disk.cutPower();
      try {
        journal.close();
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(ModelDisk.PowerCut.class);
      }
    }

    void withTrouble() throws Exception {
      troubled = true;
      int bad = 2 + random.nextInt(20);
      disk.faults((op, _, length) -> {
        if (random.nextInt(bad) != 0) {
          return length;
        } else if (op == ModelDisk.Op.WRITE) {
          return random.nextInt(length);
        }
        throw new IOException("Input/output error");
      });
      work(60);
      failures.clear();
      troubled = false;
    }

    private void restart(ModelDisk found) throws Exception {
      disk = found;
      config = config.withFsync(next);
      journal = Journal.open(disk, config, now);
    }

    private void work(int steps) throws Exception {
      for (int i = 0; i < steps; i++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(120)));
        switch (random.nextInt(16)) {
          case 0 -> care();
          case 1 -> sync();
          case 2 -> now = random.nextBoolean() ? Instant.EPOCH : Samples.TIME.plusSeconds(i);
          case 3 -> fail();
          default -> append();
        }
      }
    }

    private void append() {
      Sample sample = Journals.sampleAt(now);
      try {
        Sample numbered = journal.append(sample);
        long seq = numbered.seq().orElseThrow();
        String line = new String(EventJson.encode(numbered), StandardCharsets.UTF_8);
        assertThat(seq).as("seed %s: numbers are given out once", seed).isGreaterThan(highest);
        highest = seq;
        published.put(seq, line);
        acknowledged.add(seq);
        if (config.fsync() instanceof Fsync.Always) {
          safe.add(seq);
        }
      } catch (IOException e) {
        failures.add(e);
      }
    }

    private void fail() {
      try {
        journal.append(Samples.aFailure("myBattery", 1));
      } catch (IOException e) {
        failures.add(e);
      }
    }

    private void sync() {
      if (config.fsync() instanceof Fsync.Every) {
        journal.sync();
        if (!troubled) {
          safe.addAll(acknowledged);
        }
      }
    }

    private void care() throws Exception {
      new JournalKeeper(
              disk,
              journal,
              config,
              () -> Long.MAX_VALUE,
              _ -> {},
              InstantSource.fixed(now),
              _ -> {})
          .care();
    }

    /// Everything of `wanted` is there, all that is there is right, once and in order, and every
    /// number that was ever published is below the next one, which is not always taken.
    void check(Set<Long> wanted) throws Exception {
      disk.faults((_, _, length) -> length);
      List<Long> found = new ArrayList<>();
      new JournalReader(disk, files)
          .read(
              0,
              line -> {
                line.seq()
                    .ifPresent(seq -> {
                      found.add(seq);
                      String text = new String(line.json(), StandardCharsets.UTF_8);
                      assertThat(text).isEqualTo(published.getOrDefault(seq, text));
                    });
                return true;
              });
      assertThat(found).isSorted().doesNotHaveDuplicates();
      Set<Long> missing = new TreeSet<>(wanted);
      found.forEach(missing::remove);
      assertThat(missing).as("seed %s: lost", seed).isEmpty();
      if (random.nextBoolean()) {
        append();
        assertThat(found).allMatch(seq -> seq < highest);
      }
    }
  }
}
