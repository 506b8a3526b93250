package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged line costs itself and no other, also where it still looks whole.
final class DamagedLinesTest {

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  /// An output would take all that follows for delivered.
  @Test
  void aNumberTooHighHidesNoneAfterIt() throws Exception {
    write("bms_data.jsonl", samples(1, 4) + sample(9005) + samples(6, 9));
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
      List<Long> seqs = new ArrayList<>();
      journal.read(2, 8, (seq, _) -> seqs.add(seq));
      assertThat(seqs).containsExactly(2L, 3L, 4L, 6L, 7L, 8L);
      seqs.clear();
      journal.read(2, 4, (seq, _) -> seqs.add(seq));
      assertThat(seqs).containsExactly(2L, 3L, 4L);
    }
  }

  @ParameterizedTest
  @CsvSource({"9004,4", "1,4", "4,9005", "4,2"})
  void aDamagedNumberPutsNoFileInAnotherPlace(long first, long second) throws Exception {
    long next = second == 4 ? 5 : second;
    write("bms_data-2026-11-20.jsonl", samples(1, 3));
    write("bms_data-2026-11-21.jsonl", sample(first) + sample(next) + samples(6, 7));
    write("bms_data-2026-11-22.jsonl", samples(8, 10));
    write("bms_data.jsonl", samples(11, 12));

    List<Long> all = new ArrayList<>(List.of(1L, 2L, 3L, first, next, 6L, 7L, 8L, 9L, 10L, 11L));
    all.add(12L);
    assertThat(seqs(0)).isEqualTo(all);
    assertThat(seqs(6)).contains(6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(seqs(3)).contains(3L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  /// Halving a large file looks at single lines.
  @Test
  void aNumberTooLowHidesNoneBeforeIt() throws Exception {
    int last = 2000;
    for (long damaged = 700; damaged < 1300; damaged += 7) {
      long low = damaged;
      String text =
          LongStream.rangeClosed(1, last)
              .mapToObj(seq -> sample(seq == low ? 3 : seq))
              .collect(Collectors.joining());
      write("bms_data.jsonl", text);
      assertThat(seqs(500)).as("damaged %s", damaged).hasSize(last - 500);
    }
  }

  @Test
  void theLastNumberIsNotGivenAgainWhenItIsDamaged() throws Exception {
    write("bms_data.jsonl", samples(1, 8) + sample(2));
    try (Journal journal = Journals.open(file)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(9);
    }
  }

  @Test
  void verifyNamesASampleWithoutTimeOrBattery() throws Exception {
    write(
        "bms_data.jsonl",
        sample(1)
            + sample(2).replace("\"battery\"", "\"battery_\"")
            + sample(3).replace("T14:00", "T94:00")
            + sample(4));
    assertThat(JournalVerifier.verify(file).wrong().first())
        .extracting(JournalReport.Place::what)
        .containsExactly(
            "has no time or no battery that can be read",
            "has no time or no battery that can be read");
  }

  /// Bytes that were unzipped in the same call as the damage.
  @Test
  void whatStandsBeforeTheDamageOfACompressedFileIsRead() throws Exception {
    byte[] zipped = gzip(samples(1, 300));
    for (int place = zipped.length / 2; place < zipped.length - 50; place += 37) {
      byte[] damaged = zipped.clone();
      for (int i = place; i < place + 8; i++) {
        damaged[i] ^= 0x5a;
      }
      Files.write(folder.resolve("bms_data-2026-11-20.jsonl.gz"), damaged);
      try (CapturedLog log = CapturedLog.start()) {
        List<Long> seqs = seqs(0);
        assertThat(seqs).as("damaged at %s", place).hasSizeGreaterThan(50);
        assertThat(seqs.subList(0, 50)).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
        assertThat(log.messages("WARN")).anyMatch(message -> message.contains("is damaged ("));
      }
    }
  }

  /// A line that was damaged before the file was compressed is only one line.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFollowsADamagedLineIsReadUnlessTheCompressedFileIsDamaged(boolean whole)
      throws Exception {
    byte[] zipped =
        gzip(samples(1, 3) + "{\"seq\":4,\"x\u0001\":1,\"y\":2,\"z\":3}\n" + samples(5, 6));
    if (!whole) {
      zipped[zipped.length - 6] ^= 1;
    }
    Files.write(folder.resolve("bms_data-2026-11-20.jsonl.gz"), zipped);
    write("bms_data.jsonl", samples(7, 8));
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(seqs(0))
          .isEqualTo(whole ? List.of(1L, 2L, 3L, 5L, 6L, 7L, 8L) : List.of(1L, 2L, 3L, 7L, 8L));
      assertThat(log.messages("WARN")).isNotEmpty();
    }
  }

  @Test
  void aLineIsNotJoinedToOneThatSomebodyCutOff() throws Exception {
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
      journal.append(Samples.aSample());
      try (RandomAccessFile somebody = new RandomAccessFile(file.toFile(), "rw")) {
        somebody.setLength(somebody.length() - 30);
      }
      journal.append(Samples.aSample());
    }
    assertThat(seqs(0)).containsExactly(1L, 3L);
  }

  /// Numbers were given out, so it is no file of somebody else's that is named by mistake.
  @Test
  void aFileWithoutAnyWholeLineIsNoReasonToStop() throws Exception {
    try (Journal journal = Journals.open(file)) {
      journal.append(Samples.aSample());
    }
    write("bms_data.jsonl", "x" + sample(1).substring(1));
    try (CapturedLog _ = CapturedLog.start();
        Journal journal = Journals.open(file)) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(2);
    }
  }

  private List<Long> seqs(long from) throws Exception {
    List<Long> seqs = new ArrayList<>();
    JournalReader.of(file).read(from, line -> seqs.add(line.seq().orElseThrow()));
    return seqs;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String samples(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(DamagedLinesTest::sample)
        .collect(Collectors.joining());
  }

  private static String sample(long seq) {
    return new String(EventJson.encode(Samples.aSample().withSeq(seq)), StandardCharsets.UTF_8)
        + "\n";
  }
}
