package cellwarden.journal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.battery.EventJson;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import cellwarden.journal.JournalLines;
import cellwarden.journal.Journals;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileEndTest {

  private static final String FAULT = json(EventJson.encode(Samples.aFailure("myBattery", 1)));

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void beginsWithOne() throws Exception {
    write("");

    assertThat(nextSeq()).isEqualTo(1);
    assertThat(JournalLines.seqs(file)).containsExactly(1);
  }

  @Test
  void goesOnBehindTheLastSample() throws Exception {
    write(sample(41) + "\n" + sample(42) + "\n");

    assertThat(nextSeq()).isEqualTo(43);
    assertThat(JournalLines.seqs(file)).containsExactly(41, 42, 43);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500, 5000})
  void findsTheLastSampleInFrontOfManyFaults(int faults) throws Exception {
    write(sample(7) + "\n" + (FAULT + "\n").repeat(faults));

    assertThat(nextSeq()).isEqualTo(8);
    assertThat(JournalLines.seqs(file)).containsExactly(7, 8);
  }

  /// The border between two blocks of reading falls on every byte of a line once.
  @Test
  void findsASampleWhereverTheBlocksBegin() throws Exception {
    String line = sample(99) + "\n";
    String faults = (FAULT + "\n").repeat((1 << 16) / (FAULT.length() + 1) - 10);
    for (int padding = 0; padding < line.length() + 4; padding++) {
      int missing = (1 << 16) - faults.length() - 4 - padding;
      write(sample(98) + "\n" + line + faults + "{\"" + "x".repeat(missing) + "\":1}\n");

      assertThat(end())
          .isEqualTo(new FileEnd(99, Optional.of(LocalDate.of(2026, 11, 22)), false, false, false));
    }
  }

  @Test
  void endsATornLineAndKeepsWhatIsThere() throws Exception {
    String torn = sample(3).substring(0, 200);
    write(sample(2) + "\n" + torn);

    assertThat(nextSeq()).isEqualTo(3);
    assertThat(JournalLines.of(file)).hasSize(3).element(1).isEqualTo(torn);
    assertThat(JournalLines.seq(JournalLines.of(file).get(2))).hasValue(3);
  }

  @Test
  void countsASampleThatOnlyLacksItsEnd() throws Exception {
    write(sample(2) + "\n" + sample(3));

    assertThat(nextSeq()).isEqualTo(4);
    assertThat(JournalLines.seqs(file)).containsExactly(2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 200_000})
  void readsInFrontOfTheZerosThatAPowerCutLeaves(int zeros) throws Exception {
    write(sample(5) + "\n" + "\0".repeat(zeros));

    assertThat(nextSeq()).isEqualTo(6);
    assertThat(JournalLines.of(file)).hasSize(3);
    assertThat(JournalLines.seq(JournalLines.of(file).getLast())).hasValue(6);
  }

  /// A file system that lost its data, or not a journal at all.
  @Test
  void outlivesAHugeFileWithoutAnyLine() throws Exception {
    Files.createFile(file);
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(200L << 20);
      channel.write(ByteBuffer.allocate(1));
    }

    assertThat(end()).isEqualTo(new FileEnd(0, Optional.empty(), true, false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n\n",
        "{\"seq\":\"12\"}\n",
        "{\"seq\":1.5}\n",
        "{\"seq\":null}\n",
        "{\"seq\":99999999999999999999}\n",
        "{\"link\":{\"seq\":12},\"list\":[{\"seq\":13}]\n",
        "\u0000\u0000{\"seq\":4}\n",
        "\u00fe\u00ff\u0000{\n",
        "{\"\u00e4\u00f6\":\u00ff}\n"
      })
  void findsNoNumberInAFileOfAnotherKind(String text) throws Exception {
    write(text);

    assertThat(nextSeq()).isEqualTo(1);
    assertThat(JournalLines.seq(JournalLines.of(file).getLast())).hasValue(1);
  }

  /// Such as a configuration that `journal.path` names.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a text",
        "a text\n",
        "[1,2,3]\n",
        "{\"batteries\":[{\"name\":\"myBattery\",\"address\":\"sim:\"}]}\n",
        "# batteries\n\nbatteries:\n  - {name: myBattery, address: 'sim:'}\n",
        "{\n  \"batteries\": [\n    {\"name\": \"myBattery\"}\n  ]\n}\n",
        "root:x:0:0:root:/root:/bin/bash\r\n\u00e4\n"
      })
  void leavesATextAloneThatIsNoJournal(String text) throws Exception {
    write(text);

    assertThatThrownBy(() -> Journals.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + file
                + " cannot be opened: it holds a text that is no journal; move it away or put the journal elsewhere (journal.path, in the demo --dir)");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(text);
  }

  @Test
  void findsNoNumberInJsonBeyondAnyMeasure() throws Exception {
    write(
        "[".repeat(5000)
            + "\n"
            + "{\"a\":"
            + "[".repeat(5000)
            + "\n"
            + "{\"a\":"
            + "1".repeat(5000)
            + "}\n");

    assertThat(nextSeq()).isEqualTo(1);
  }

  private FileEnd end() throws IOException {
    try (Disk.File in = new RealDisk().openToRead(file)) {
      return FileEnd.of(in);
    }
  }

  private long nextSeq() throws IOException {
    try (Journal journal = Journals.open(file)) {
      return journal.append(Samples.aSample()).seq().orElseThrow();
    }
  }

  private void write(String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String sample(long seq) {
    return json(EventJson.encode(Samples.aSample().withSeq(seq)));
  }

  private static String json(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
