package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.battery.EventJson;
import cellwarden.config.Defaults;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalTest {

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void writesASampleAsOneLine() throws Exception {
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
    }

    String sample =
        new String(EventJson.encode(Samples.aSample().withSeq(1)), StandardCharsets.UTF_8);
    assertThat(file).content().isEqualTo(sample + "\n");
  }

  @Test
  void writesAFaultAsOneLine() throws Exception {
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aFailure("myBattery", 1));
    }

    assertThat(file)
        .content()
        .isEqualTo(
            """
            {"time":"2026-11-22T14:00:00.123Z","battery":"myBattery",\
            "fault":{"kind":"no_response","detail":"register 03: no answer after 3 tries in 4.5 s"}}
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void numbersSamplesAndNotFaults(boolean sync) throws Exception {
    try (Journal journal = Journals.open(file, sync ? Journals.ALWAYS : Journals.NEVER)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
      journal.append(Samples.aFailure("myBattery", 1));
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(2);
    }

    assertThat(JournalLines.of(file)).hasSize(3);
    assertThat(JournalLines.seqs(file)).containsExactly(1, 2);
  }

  @Test
  void writesWholeLinesInAnInterruptedThread() throws Exception {
    try (Journal journal = Journals.open(file, Journals.ALWAYS)) {
      Thread.currentThread().interrupt();
      journal.append(Samples.aSample());
      journal.append(Samples.aFailure("myBattery", 1));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      journal.append(Samples.aSample());
    }

    assertThat(JournalLines.seqs(file)).containsExactly(1, 2);
  }

  @Test
  void keepsLinesWholeAndNumbersInOrderWhenSeveralThreadsWrite() throws Exception {
    int threads = 4;
    int each = 250;
    try (Journal journal = Journals.open(file);
        ExecutorService pollers = Executors.newFixedThreadPool(threads)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String battery = "battery" + i;
        work.add(() -> {
          for (int n = 0; n < each; n++) {
            journal.append(Samples.aSample(battery));
            journal.append(Samples.aFailure(battery, 1));
          }
          return true;
        });
      }
      for (Future<Boolean> done : pollers.invokeAll(work)) {
        done.get();
      }
    }

    assertThat(JournalLines.of(file)).hasSize(2 * threads * each);
    assertThat(JournalLines.seqs(file))
        .isEqualTo(LongStream.rangeClosed(1, (long) threads * each).toArray());
  }

  @Test
  void appendsBehindWhatSomebodyElseCutOff() throws Exception {
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
      Files.newOutputStream(file).close();
      journal.append(Samples.aSample());
    }

    assertThat(JournalLines.seqs(file)).containsExactly(2);
  }

  @Test
  void keepsASecondWriterOut() throws Exception {
    try (Journal first = Journals.open(file)) {
      assertThatThrownBy(() -> Journals.open(file))
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "journal "
                  + file
                  + " is being written by process "
                  + ProcessHandle.current().pid()
                  + " since 2026-11-22T14:00:00Z; stop that one or put the journal elsewhere (journal.path, in the demo --dir)");
      first.append(Samples.aSample());
    }
    try (Journal next = Journals.open(file)) {
      assertThat(next.append(Samples.aSample()).seq()).hasValue(2);
    }
  }

  @Test
  void takesItsLockAgainWhenSomebodyDeletesTheFile() throws Exception {
    Path lock = folder.resolve("bms_data.lock");
    try (Journal journal = Journals.open(file);
        CapturedLog log = CapturedLog.start()) {
      journal.append(Samples.aSample());
      Files.delete(lock);
      journal.append(Samples.aSample());

      assertThat(log.messages("WARN"))
          .containsExactly(
              "the lock file of journal "
                  + file
                  + " was moved away or deleted by somebody else; a new one is made");
      assertThat(lock).content().contains("\"seq_below\":");
      assertThatThrownBy(() -> Journals.open(file)).hasMessageContaining("is being written by");
    }

    assertThat(JournalLines.seqs(file)).containsExactly(1, 2);
  }

  /// Between the deletion of the lock file and the next line of the first program.
  @Test
  void writesNothingWhileASecondProgramHasItsLock() throws Exception {
    try (Journal first = Journals.open(file);
        CapturedLog _ = CapturedLog.start()) {
      first.append(Samples.aSample());
      Files.delete(folder.resolve("bms_data.lock"));
      try (Journal second = Journals.open(file)) {
        assertThat(second.append(Samples.aSample()).seq()).hasValue(2);
        assertThatThrownBy(() -> first.append(Samples.aSample()))
            .isInstanceOf(JournalException.class)
            .hasMessageStartingWith("journal " + file + " is being written by process ");
        assertThat(second.append(Samples.aSample()).seq()).hasValue(3);
      }
      assertThat(first.append(Samples.aSample()).seq()).hasValue(4);
    }

    assertThat(JournalLines.seqs(file)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void leavesAloneWhatALinkInPlaceOfTheLockFileLeadsTo() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path lock = Files.createSymbolicLink(folder.resolve("bms_data.lock"), victim);

    assertThatThrownBy(() -> Journals.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + file
                + " cannot be opened: "
                + lock
                + " is a symbolic link, which is not followed; move it away or put the journal elsewhere (journal.path, in the demo --dir)");
    assertThat(victim).content().isEqualTo("precious");
    assertThat(file).doesNotExist();
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path missing = folder.resolve("missing/bms_data.jsonl");

    assertThatThrownBy(() -> Journals.open(missing))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + missing
                + " cannot be opened: its folder does not exist; create it or put the journal elsewhere (journal.path, in the demo --dir)");
  }

  @Test
  void saysThatItIsAFolder() {
    assertThatThrownBy(() -> Journals.open(folder))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + folder
                + " cannot be opened: it is a folder; name a file or put the journal elsewhere (journal.path, in the demo --dir)");
  }

  @Test
  void saysThatTheUserMayNotWriteThere() {
    assertThat(folder.toFile().setWritable(false)).isTrue();
    Assumptions.assumeFalse(Files.isWritable(folder), "root may write everywhere");

    assertThatThrownBy(() -> Journals.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + file
                + " cannot be opened: this user may not write there; change the rights or put the journal elsewhere (journal.path, in the demo --dir)");
  }

  @Test
  void saysThatItCannotBeWrittenAfterItWasClosed() throws Exception {
    Journal journal = Journals.open(file);
    journal.close();
    journal.close();

    assertThatThrownBy(() -> journal.append(Samples.aSample()))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("journal " + file + " cannot be written (");
  }

  /// The first fsync ends only when all others wait.
  @Test
  void sharesAnFsyncAmongThreads() throws Exception {
    int others = 7;
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    AtomicInteger fsyncs = new AtomicInteger();
    Semaphore allWait = new Semaphore(0);
    CountDownLatch begun = new CountDownLatch(1);
    JournalConfig config = Defaults.journal(file);
    try (Journal journal = Journal.open(disk, config, Journals.SINCE)) {
      disk.beforeSync(name -> {
        if (name.endsWith(".jsonl")) {
          fsyncs.incrementAndGet();
          begun.countDown();
          allWait.acquireUninterruptibly();
        }
      });
      List<Thread> pollers = new ArrayList<>();
      pollers.add(appender(journal));
      begun.await();
      for (int i = 0; i < others; i++) {
        pollers.add(appender(journal));
      }
      for (Thread poller : pollers) {
        Guard.await("it waits", () -> poller.getState() == Thread.State.WAITING);
      }
      allWait.release(1 + others);
      for (Thread poller : pollers) {
        poller.join();
      }
      assertThat(journal.lastSeq()).isEqualTo(1 + others);
      assertThat(fsyncs).as("one for the first line, one for all others").hasValue(2);
    }
  }

  private static Thread appender(Journal journal) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            journal.append(Samples.aSample());
          } catch (JournalException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void goesOnInANewFileWhenSomebodyMovesOrDeletesTheOldOne() throws Exception {
    try (Journal journal = Journals.open(file);
        CapturedLog log = CapturedLog.start()) {
      journal.append(Samples.aSample());
      Files.move(file, folder.resolve("bms_data.jsonl.1"));
      journal.append(Samples.aSample());
      Files.delete(file);
      Files.writeString(file, "");
      journal.append(Samples.aSample());
      journal.append(Samples.aSample());

      assertThat(log.messages("WARN"))
          .hasSize(2)
          .first()
          .isEqualTo(
              "journal "
                  + file
                  + " was moved away or deleted by somebody else; a new one is begun, and its numbers go on");
    }

    assertThat(JournalLines.seqs(file)).containsExactly(3, 4);
  }

  @Test
  void resumesWhenTheFolderComesBack() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path journalFile = disk.resolve("bms_data.jsonl");
    try (Journal journal = Journals.open(journalFile);
        CapturedLog _ = CapturedLog.start()) {
      journal.append(Samples.aSample());
      Files.move(disk, folder.resolve("unplugged"));
      assertThatThrownBy(() -> journal.append(Samples.aSample()))
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "journal "
                  + journalFile
                  + " cannot be written (No such file or directory); free or check the disk");
      Files.move(folder.resolve("unplugged"), disk);
      journal.append(Samples.aSample());
    }

    assertThat(JournalLines.seqs(journalFile)).containsExactly(1, 2);
  }

  @Test
  void startsWithoutADiskThatDoesNotDoItsPartAndResumes() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    disk.faults((_, _, _) -> {
      throw new IOException("Read-only file system");
    });
    try (Journal journal = Journal.open(disk, Defaults.journal(file), Journals.SINCE)) {
      assertThatThrownBy(() -> journal.append(Samples.aSample()))
          .hasMessageContaining("(Read-only file system)");
      disk.faults((_, _, length) -> length);
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
    }
  }

  @Test
  void forcesEachLineAfterAFailedFsyncUntilTheDiskIsWell() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    JournalConfig config = Defaults.journal(file).withFsync(new Fsync.Every(Duration.ofSeconds(5)));
    try (Journal journal = Journal.open(disk, config, Journals.SINCE);
        CapturedLog log = CapturedLog.start()) {
      journal.append(Samples.aSample());
      disk.faults((op, _, length) -> {
        if (op == ModelDisk.Op.SYNC) {
          throw new IOException("Input/output error");
        }
        return length;
      });
      journal.sync();
      assertThat(log.messages("ERROR")).hasSize(1);
      assertThatThrownBy(() -> journal.append(Samples.aSample()))
          .hasMessageContaining("(Input/output error)");
      disk.faults((_, _, length) -> length);
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(2);
    }
  }
}
