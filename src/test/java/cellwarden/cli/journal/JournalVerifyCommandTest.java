package cellwarden.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.cli.Cli;
import cellwarden.cli.console.CommandException;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalVerifyCommandTest {

  private static final String FAULT = text(EventJson.encode(Samples.aFailure("myBattery", 1)));

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void tellsWhatIsThere() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(folder.resolve("bms_data-2026-11-21.jsonl.gz")))) {
      out.write((sample(1) + sample(2) + FAULT).getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(
        file, sample(3) + "{\"seq\":4,\"ti\n" + "{\"event\":\"journal_back\"}\n" + sample(7));

    Cli.Result result = verify();

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            bms_data-2026-11-21.jsonl.gz  3 lines, 2 samples, 1 fault, 0 events, seq 1 to 2
            bms_data.jsonl                4 lines, 2 samples, 0 faults, 1 event, seq 3 to 7
            torn: bms_data.jsonl at byte %d (12 bytes): torn line, set aside
            gap: seq 4 to 6 are missing
            2 files: 7 lines, 4 samples, 1 fault, 1 event; 1 torn line, 1 gap, nothing wrong
            """
                .formatted(sample(3).length()));
  }

  @Test
  void findsWhatIsWrong() throws IOException {
    Files.writeString(
        folder.resolve("bms_data-2026-11-20.jsonl.gz"), "this was compressed at some time");
    Files.writeString(file, sample(5) + sample(5) + sample(6).replace("soc\":", "soc\"#") + "x\n");

    Cli.Result result = verify();

    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.out())
        .contains("wrong: bms_data-2026-11-20.jsonl.gz at byte 0 (0 bytes): the compressed file is")
        .contains(
            "wrong: bms_data.jsonl at byte " + sample(5).length(), "sample 5 comes after sample 5")
        .contains("is no line of a journal")
        .endsWith("; 0 torn lines, 0 gaps, 4 wrong places\n");
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: journal "
                + file
                + " is wrong in 4 places; readers pass over them, so keep a copy before you repair anything.\n");
  }

  @Test
  void findsATornLineThatNobodySetAside() throws IOException {
    Files.writeString(file, sample(5) + sample(6).substring(0, 300));

    Cli.Result result = verify();

    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.out())
        .contains("torn line, not set aside yet: the next start of run does that");
  }

  @Test
  void takesTheLineForUnfinishedThatALivingProgramWrites() throws IOException {
    Files.writeString(file, sample(5) + sample(6).substring(0, 300));
    Path lock = folder.resolve("bms_data.lock");
    try (FileChannel writer =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = writer.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(verify().status()).isZero();
    }
    assertThat(verify().status()).as("nobody writes it any more").isNotZero();
  }

  @Test
  void saysThatThereIsNoJournal() {
    assertThat(verify().err())
        .isEqualTo("cellwarden: there is no journal " + file + "; name its current file.\n");
    assertThat(Cli.run("journal", "verify", folder.resolve("no/x.jsonl").toString()).status())
        .isEqualTo(CommandException.FAILURE);
  }

  @Test
  void looksAtTheJournalOfTheConfiguration() throws IOException {
    Files.writeString(file, sample(5));
    Path configuration = folder.resolve("cellwarden.yaml");
    Files.writeString(
        configuration,
        "batteries: [{name: a, address: 'sim:'}]\njournal: {path: '%s'}\n".formatted(file));

    Cli.Result result = Cli.run("journal", "verify", "-c", configuration.toString());

    assertThat(result.out()).startsWith("bms_data.jsonl  1 line, 1 sample, 0 faults");
  }

  private Cli.Result verify() {
    return Cli.run("journal", "verify", file.toString());
  }

  private static String sample(long seq) {
    return text(EventJson.encode(Samples.aSample().withSeq(seq)));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8) + "\n";
  }
}
