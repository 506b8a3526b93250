package cellwarden.journal;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cellwarden.config.Defaults;
import cellwarden.settings.JournalConfig;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole lines with numbers and times that no line of a journal has: damage, or somebody's editor.
/// They are passed over, and the journal goes on.
final class MisnumberedLinesTest {

  private static final String LARGEST = "9007199254740991";

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "9007199254740992",
        "9223372036854775808",
        "123456789012345678901234567890",
        "0",
        "-1",
        "-9223372036854775808",
        "3.5",
        "1e3",
        "1e999",
        "\"4\"",
        "null",
        "true",
        "[4]",
        "7,\"seq\":0",
      })
  void goesOnWithTheNextNumberAndNamesTheLine(String seq) throws Exception {
    String odd = "{\"seq\":" + seq + ",\"time\":\"2026-11-22T14:00:01.000Z\",\"battery\":\"x\"}\n";
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
      journal.append(Samples.aSample());
    }
    long place = Files.size(file);
    Files.writeString(file, odd, StandardOpenOption.APPEND);
    try (CapturedLog log = CapturedLog.start();
        Journal journal = Journals.open(file)) {
      assertThat(journal.lastSeq()).isEqualTo(2);
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(3);
      assertThat(log.messages("WARN"))
          .singleElement(as(STRING))
          .contains("at its end is a line whose seq is no number from 1 to " + LARGEST);
    }

    assertThat(seqs(0)).containsExactly(1L, 2L, 3L);
    JournalReport report = JournalVerifier.verify(file);
    assertThat(report.wrong().first())
        .containsExactly(
            new JournalReport.Place(
                "bms_data.jsonl",
                place,
                odd.length() - 1,
                "its seq is no number from 1 to " + LARGEST));
    assertThat(report.files().getFirst().samples()).isEqualTo(3);
    assertThat(report.gaps().first()).isEmpty();
  }

  @Test
  void whatComesAfterThemIsFoundByItsNumber() throws Exception {
    String odd = "{\"seq\":9223372036854775807,\"battery\":\"x\"}\n";
    Files.writeString(file, odd + "{\"seq\":1}\n" + odd + "{\"seq\":2}\n" + odd);

    assertThat(seqs(1)).containsExactly(1L, 2L);
    assertThat(seqs(2)).containsExactly(2L);
  }

  @Test
  void rotatedFilesAreOrderedByTheirSamplesAlone() throws Exception {
    Files.writeString(
        folder.resolve("bms_data-2026-11-20.jsonl"),
        "{\"seq\":9223372036854775807}\n{\"seq\":1}\n");
    Files.writeString(folder.resolve("bms_data-2026-11-21.jsonl"), "{\"seq\":2}\n{\"seq\":-5}\n");

    assertThat(seqs(0)).containsExactly(1L, 2L);
    try (CapturedLog _ = CapturedLog.start();
        Journal journal = Journals.open(file)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(3);
    }
  }

  /// The line is a sample, and none can follow it. What was read is published without a number.
  @Test
  void saysThatNoNumberIsLeftAfterTheLargest() throws Exception {
    Files.writeString(file, "{\"seq\":9007199254740990}\n");
    try (Journal journal = Journals.open(file)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(9007199254740991L);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal.append(Samples.aSample()))
          .withMessage(
              "the journal takes no more samples: sample 9007199254740991 was the last that there"
                  + " can be; move all its files away to begin a new one");
      journal.append(Samples.aFailure("myBattery", 1));
    }
    try (Journal journal = Journals.open(file)) {
      assertThat(journal.lastSeq()).isEqualTo(9007199254740991L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-7", "9007199254740993"})
  void passesOverNumbersOfTheLockFileThatCannotBe(String seqBelow) throws Exception {
    Files.writeString(file, "{\"seq\":6}\n");
    Files.writeString(
        folder.resolve("bms_data.lock"), "{\"seq_below\":" + seqBelow + ",\"pid\":0}");
    try (CapturedLog log = CapturedLog.start();
        Journal journal = Journals.open(file)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(7);
      assertThat(log.messages("WARN"))
          .singleElement(as(STRING))
          .startsWith("the journal's lock file says that all numbers below ");
    }
  }

  /// A file named for such a day would not be known as a file of the journal.
  @ParameterizedTest
  @ValueSource(
      strings = {"+12026-11-22T14:00:00Z", "-0005-11-22T14:00:00Z", "+999999999-01-01T00:00:00Z"})
  void namesNoFileForAYearThatHasNotFourDigits(String time) throws Exception {
    Files.writeString(file, "{\"seq\":1,\"time\":\"" + time + "\"}\n");
    JournalConfig usual = Defaults.journal(file);
    try (Journal journal =
        Journals.open(
            new JournalConfig(
                file, Journals.NEVER, 30, usual.maxAge(), usual.maxSize(), usual.reserve()))) {
      journal.append(Samples.aSample());
    }

    assertThat(folder.resolve("bms_data-2026-11-22.jsonl")).exists();
    assertThat(seqs(0)).containsExactly(1L, 2L);
  }

  private List<Long> seqs(long from) throws IOException, InterruptedException {
    List<Long> seqs = new ArrayList<>();
    JournalReader.of(file)
        .read(
            from,
            line -> {
              line.seq().ifPresent(seqs::add);
              return true;
            });
    return seqs;
  }
}
