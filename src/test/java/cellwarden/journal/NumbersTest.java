package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No number is given out twice, whatever a power cut took with it. Each test tries many ways of
/// losing what was not forced to the disk.
final class NumbersTest {

  private static final int CUTS = 50;

  /// In a folder that exists; nothing is written to it.
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "bms_data.jsonl");

  private static final Fsync SELDOM = new Fsync.Every(Duration.ofSeconds(5));

  private final CapturedLog quiet = CapturedLog.start();

  @AfterEach
  void closeLog() {
    quiet.close();
  }

  @Test
  void goesOnBehindWhatWasSetAsideAfterAStopWithoutAReading() throws Exception {
    for (int cut = 0; cut < CUTS; cut++) {
      ModelDisk disk = afterPowerCut(cut);
      try (Journal journal = open(disk, SELDOM)) {
        journal.append(Samples.aFailure("myBattery", 1));
      }
      open(disk, SELDOM).close();

      assertThat(nextSeq(disk, SELDOM)).as("cut %s", cut).isGreaterThan(6);
    }
  }

  @Test
  void goesOnBehindWhatAFailedFsyncMayHaveLost() throws Exception {
    for (int cut = 0; cut < CUTS; cut++) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(cut));
      Journal journal = writtenTo(6, disk);
      disk.faults(NumbersTest::failFsyncOfTheJournal);
      journal.sync();
      journal.close();

      assertThat(nextSeq(disk.afterPowerCut(), SELDOM)).as("cut %s", cut).isGreaterThan(6);
    }
  }

  @Test
  void goesOnBehindWhatWasSetAsideWhenLinesAreForcedFromNowOn() throws Exception {
    for (int cut = 0; cut < CUTS; cut++) {
      ModelDisk first = afterPowerCut(cut);
      open(first, Journals.ALWAYS);
      ModelDisk second = first.afterPowerCut();
      open(second, Journals.ALWAYS).append(Samples.aFailure("myBattery", 1));

      assertThat(nextSeq(second.afterKill(), Journals.ALWAYS)).as("cut %s", cut).isGreaterThan(6);
    }
  }

  @Test
  void goesOnBehindAFileThatWasMovedAway() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    try (Journal journal = open(disk, Journals.ALWAYS)) {
      journal.append(Samples.aSample());
      journal.append(Samples.aSample());
      disk.move(FILE, FILE.resolveSibling("bms_data.jsonl.1"));
      journal.append(Samples.aFailure("myBattery", 1));
    }

    assertThat(nextSeq(disk, Journals.ALWAYS)).isEqualTo(3);
  }

  @Test
  void leavesNoNumberOutAfterACleanStop() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    writtenTo(6, disk).close();
    open(disk, Journals.ALWAYS).close();

    assertThat(nextSeq(disk, SELDOM)).isEqualTo(7);
    assertThat(nextSeq(disk, Journals.NEVER)).isEqualTo(8);
    assertThat(nextSeq(disk, Journals.ALWAYS)).isEqualTo(9);
  }

  /// The number that a clean stop leaves is lower than the one that was set aside. The disk takes
  /// only a part of the bytes, and the samples are lost.
  @Test
  void goesOnBehindWhatWasGivenOutWhenTheLockFileIsHalfWritten() throws Exception {
    for (int taken = 0; taken < 128; taken++) {
      int bytes = taken;
      ModelDisk disk = new ModelDisk(new SplittableRandom(1));
      Journal journal = writtenTo(21, disk);
      disk.faults((op, name, length) ->
          op == ModelDisk.Op.WRITE && name.endsWith(".lock") ? bytes : length);
      journal.close();
      disk.faults((_, _, length) -> length);
      disk.delete(FILE);

      assertThat(nextSeq(disk, SELDOM)).as("%s bytes", bytes).isGreaterThan(21);
    }
  }

  @Test
  void countsTheJournalsThatItMeets() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    disk.faults((_, _, _) -> {
      throw new IOException("Input/output error");
    });
    try (Journal journal = open(disk, SELDOM)) {
      assertThat(journal.journalId()).as("not opened yet").isZero();
      disk.faults((_, _, length) -> length);
      journal.append(Samples.aSample());
      assertThat(journal.journalId()).isEqualTo(1);

      disk.faults(NumbersTest::failFsyncOfTheJournal);
      journal.sync();
      disk.faults((_, _, length) -> length);
      journal.append(Samples.aSample());
      disk.delete(FILE);
      journal.append(Samples.aSample());
      assertThat(journal.journalId())
          .as("opened anew, with nothing that is not known")
          .isEqualTo(1);
    }
  }

  @Test
  void goesOnBehindTheJournalOfADiskThatIsMountedOverTheFolder(@TempDir Path folder)
      throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path link = Files.createSymbolicLink(folder.resolve("disk"), mounted);
    JournalConfig config = Defaults.journal(link.resolve("bms_data.jsonl")).withFsync(SELDOM);
    Files.writeString(
        mounted.resolve("bms_data.jsonl"), "{\"seq\":42,\"battery\":\"myBattery\"}\n");
    Files.writeString(mounted.resolve("bms_data.lock"), "{\"pid\":1,\"seq_below\":1001}\n");
    Files.delete(link);
    Files.createSymbolicLink(link, empty);
    try (Journal journal = Journals.open(config)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
      Files.delete(link);
      Files.createSymbolicLink(link, mounted);

      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1001);
      assertThat(journal.journalId()).isEqualTo(2);
    }
  }

  private static ModelDisk afterPowerCut(int seed) throws IOException {
    ModelDisk disk = new ModelDisk(new SplittableRandom(seed));
    assertThat(writtenTo(6, disk).lastSeq()).isEqualTo(6);
    return disk.afterPowerCut();
  }

  /// The first sample is on the disk, the others may be.
  private static Journal writtenTo(int last, ModelDisk disk) throws IOException {
    Journal journal = open(disk, SELDOM);
    for (int i = 1; i <= last; i++) {
      journal.append(Samples.aSample());
      if (i == 1) {
        journal.sync();
      }
    }
    return journal;
  }

  private static int failFsyncOfTheJournal(ModelDisk.Op op, String name, int length)
      throws IOException {
    if (op == ModelDisk.Op.SYNC && name.endsWith(".jsonl")) {
      throw new IOException("Input/output error");
    }
    return length;
  }

  private static Journal open(ModelDisk disk, Fsync fsync) throws JournalException {
    return Journal.open(disk, Defaults.journal(FILE).withFsync(fsync), Journals.SINCE);
  }

  private static long nextSeq(ModelDisk disk, Fsync fsync) throws IOException {
    try (Journal journal = open(disk, fsync)) {
      return journal.append(Samples.aSample()).seq().orElseThrow();
    }
  }
}
