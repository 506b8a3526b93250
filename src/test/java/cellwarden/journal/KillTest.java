package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left when the program is killed in the middle of writing.
final class KillTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void losesNothingAndResumes() throws Exception {
    Path file = folder.resolve("bms_data.jsonl");
    for (int round = 0; round < 3; round++) {
      long before = Files.exists(file) ? Files.size(file) : 0;
      Process writer = writer(file);
      try {
        awaitSize(writer, file, before + 100_000);
      } finally {
        writer.destroyForcibly().waitFor();
      }
    }
    try (Journal journal = Journals.open(file, Journals.ALWAYS)) {
      journal.append(Samples.aSample());
    }

    long[] seqs = JournalLines.seqs(file);
    assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, seqs.length).toArray());
  }

  @Test
  void keepsASecondProgramOut() throws Exception {
    Path file = folder.resolve("bms_data.jsonl");
    Process writer = writer(file);
    try {
      awaitSize(writer, file, 1);

      assertThatThrownBy(() -> Journals.open(file))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is being written by process " + writer.pid() + " since 2");
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  private static Process writer(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EndlessWriter.class.getName(),
            file.toString())
        .inheritIO()
        .start();
  }

  private static void awaitSize(Process writer, Path file, long size) throws Exception {
    Guard.await(
        size + " bytes",
        () -> {
          assertThat(writer.isAlive()).as("writer lives").isTrue();
          return Files.exists(file) && Files.size(file) >= size;
        });
  }
}
