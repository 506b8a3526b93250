package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cellwarden.app.JournalFirst;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Samples;
import cellwarden.testing.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a file system of 64 KB, which only root can make.
final class FullDiskTest {

  @TempDir private Path disk = Path.of("");
  private @Nullable SmallDisk mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = SmallDisk.mount(disk, "64k");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      mounted.close();
    }
  }

  @Test
  void losesNoLineAndSpoilsNoneWhenTheDiskIsFullForAWhile() throws Exception {
    Path file = disk.resolve("bms_data.jsonl");
    RecordingSink sink = new RecordingSink();
    try (Journal journal = Journals.open(file, Journals.ALWAYS);
        CapturedLog log = CapturedLog.start()) {
      JournalFirst first = new JournalFirst(journal, List.of(sink.encoded()));
      Path ballast = fill(3 * 4096);
      for (int i = 0; i < 50; i++) {
        first.accept(Samples.aReading("myBattery"));
      }
      Files.delete(ballast);
      first.accept(Samples.aReading("myBattery"));
      first.accept(Samples.aFailure("myBattery", 1));
      first.accept(Samples.aReading("myBattery"));

      assertThat(log.messages("ERROR"))
          .containsExactly(
              "journal "
                  + file
                  + " cannot be written (No space left on device); free or check the disk");
      assertThat(log.messages("INFO")).containsExactly("journal " + file + " is written again");
    }

    assertThat(sink.samples()).hasSize(52);
    assertThat(sink.samples()).filteredOn(sample -> sample.seq().isEmpty()).isNotEmpty();
    assertThat(JournalLines.seqs(file))
        .isEqualTo(sink.samples().stream().flatMapToLong(s -> s.seq().stream()).toArray())
        .doesNotHaveDuplicates()
        .isSorted();
    int samples = JournalLines.seqs(file).length;
    assertThat(JournalLines.of(file))
        .hasSize(samples + 2)
        .element(samples - 1, STRING)
        .endsWith(
            "\"event\":\"journal_back\",\"data\":{\"since\":\"2026-11-22T14:00:00.123Z\",\"samples_missing\":"
                + (52 - samples)
                + "}}");
  }

  @Test
  void startsOnAReadOnlyDiskAndResumes() throws Exception {
    Path file = disk.resolve("bms_data.jsonl");
    assertThat(SmallDisk.remount(disk, "ro")).isTrue();
    RecordingSink sink = new RecordingSink();
    try (Journal journal = Journals.open(file, Journals.ALWAYS);
        CapturedLog log = CapturedLog.start()) {
      JournalFirst first = new JournalFirst(journal, List.of(sink.encoded()));
      first.accept(Samples.aReading("myBattery"));
      assertThat(SmallDisk.remount(disk, "rw")).isTrue();
      first.accept(Samples.aReading("myBattery"));
      assertThat(SmallDisk.remount(disk, "ro")).as("not while it is written").isFalse();

      assertThat(log.messages("ERROR"))
          .containsExactly(
              "journal "
                  + file
                  + " cannot be written (Read-only file system); free or check the disk");
    }

    assertThat(JournalLines.seqs(file)).containsExactly(1);
  }

  private Path fill(int leave) throws IOException {
    Path ballast = disk.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      out.write(new byte[64 * 1024 - leave]);
    }
    return ballast;
  }
}
