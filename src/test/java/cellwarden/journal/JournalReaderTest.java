package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cellwarden.battery.EventJson;
import cellwarden.battery.SampleLog;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalReaderTest {

  private static final String FAULT = text(EventJson.encode(Samples.aFailure("myBattery", 1)));

  @TempDir private Path folder = Path.of("");

  @Test
  void readsNothingWhereThereIsNoJournal() throws Exception {
    assertThat(seqs(0)).isEmpty();
  }

  @Test
  void readsAllFilesInTheOrderOfWritingWhateverTheirNamesSay() throws Exception {
    write("bms_data-2026-11-20.jsonl", samples(5, 6));
    write("bms_data-1970-01-01.2.jsonl", samples(3, 4));
    compress("bms_data-2026-11-22.jsonl", samples(1, 2));
    write("bms_data.jsonl", samples(7, 8));
    write("bms_data-other.jsonl", samples(99, 99));
    write("bms_data-2026-13-40.jsonl", samples(98, 98));

    assertThat(seqs(0)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void readsFromANumberOn(long from) throws Exception {
    compress("bms_data-2026-11-20.jsonl", samples(1, 2));
    compress("bms_data-2026-11-21.jsonl", samples(3, 4));
    write("bms_data-2026-11-22.jsonl", samples(5, 6));
    write("bms_data.jsonl", samples(7, 8));

    assertThat(seqs(from))
        .containsExactlyElementsOf(LongStream.rangeClosed(Math.max(1, from), 8).boxed().toList());
  }

  @Test
  void showsFaultsAtTheirPlace() throws Exception {
    write("bms_data-2026-11-21.jsonl", FAULT + "\n" + samples(1, 1) + FAULT + "\n");
    write("bms_data-2026-11-22.jsonl", FAULT + "\n");
    write("bms_data.jsonl", samples(2, 2));

    List<String> kinds = new ArrayList<>();
    reader().read(0, line -> kinds.add(line.seq() + " " + line.file()));
    assertThat(kinds)
        .containsExactly(
            "OptionalLong.empty bms_data-2026-11-21.jsonl",
            "OptionalLong[1] bms_data-2026-11-21.jsonl",
            "OptionalLong.empty bms_data-2026-11-21.jsonl",
            "OptionalLong.empty bms_data-2026-11-22.jsonl",
            "OptionalLong[2] bms_data.jsonl");
  }

  @Test
  void passesOverTornLines() throws Exception {
    String torn = samples(2, 2).substring(0, 100) + "\n" + "\0".repeat(3_000_000) + "\n\n";
    write("bms_data-2026-11-21.jsonl", samples(1, 1) + torn + samples(3, 3));
    write("bms_data.jsonl", samples(4, 4) + "{\"seq\":5,");

    List<Long> seqs = new ArrayList<>();
    reader().read(0, line -> seqs.add(line.seq().orElseThrow()));
    assertThat(seqs).containsExactly(1L, 3L, 4L);
  }

  /// Whatever is left of such a line when it is cut off, it is none of ours.
  @Test
  void passesOverALineOfManyMegabytesAndKnowsItsSize() throws Exception {
    String huge = "{\"seq\":2,\"battery\":\"" + "x".repeat(5_000_000) + "\"}\n";
    write("bms_data.jsonl", samples(1, 1) + huge + samples(3, 3));
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(seqs(0)).containsExactly(1L, 3L);

      assertThat(log.messages("WARN"))
          .containsExactly(
              "journal "
                  + folder.resolve("bms_data.jsonl")
                  + ": bms_data.jsonl has damaged lines, which are neither shown nor delivered; cellwarden journal verify says where");
    }
    assertThat(JournalVerifier.verify(folder.resolve("bms_data.jsonl")).wrong().first())
        .containsExactly(
            new JournalReport.Place(
                "bms_data.jsonl",
                samples(1, 1).length(),
                huge.length() - 1,
                "is no line of a journal"));
  }

  @Test
  void namesFilesAsTheyAreCalledOnTheDisk() throws Exception {
    byte[] whole = gzip(samples(1, 400));
    Files.write(
        folder.resolve("bms_data-2026-11-20.jsonl.gz"),
        java.util.Arrays.copyOf(whole, whole.length / 2));
    write("bms_data.jsonl", samples(401, 402));
    try (CapturedLog log = CapturedLog.start()) {
      reader().read(0, _ -> true);

      assertThat(log.messages("WARN"))
          .singleElement(STRING)
          .contains(": bms_data-2026-11-20.jsonl.gz is damaged (");
    }
    JournalReport report = JournalVerifier.verify(folder.resolve("bms_data.jsonl"));
    assertThat(report.wrong().first().getFirst().file()).isEqualTo("bms_data-2026-11-20.jsonl.gz");
    assertThat(report.files())
        .extracting(JournalReport.FileReport::name)
        .containsExactly("bms_data-2026-11-20.jsonl.gz", "bms_data.jsonl");
  }

  @Test
  void saysWhereALineStands() throws Exception {
    String first = samples(1, 1);
    String torn = "{\"seq\":2\n";
    compress("bms_data-2026-11-21.jsonl", first + torn + samples(3, 3));

    List<JournalLine> lines = new ArrayList<>();
    assertThat(reader().read(2, lines::add)).as("had enough").isFalse();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().offset()).isEqualTo(first.length() + torn.length());
    assertThat(text(lines.getFirst().json()) + "\n").isEqualTo(samples(3, 3));
  }

  @Test
  void readsTheRestWhenACompressedFileIsDamaged() throws Exception {
    byte[] whole = gzip(samples(1, 400));
    Files.write(
        folder.resolve("bms_data-2026-11-20.jsonl.gz"),
        java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("bms_data-2026-11-21.jsonl.gz"), "no gzip");
    write("bms_data.jsonl", samples(401, 402));

    List<Long> seqs = new ArrayList<>();
    reader().read(0, line -> seqs.add(line.seq().orElseThrow()));
    assertThat(seqs).isSorted().contains(1L, 401L, 402L);
  }

  @Test
  void missesAndDoublesNothingWhenFilesAreRotatedAndCompressedMeanwhile() throws Exception {
    write("bms_data-2026-11-20.jsonl", samples(1, 3));
    write("bms_data-2026-11-21.jsonl", samples(4, 6));
    write("bms_data.jsonl", samples(7, 9));

    List<Long> seqs = new ArrayList<>();
    reader()
        .read(
            0,
            line -> {
              if (seqs.isEmpty()) {
                rotateAndCompress();
              }
              return seqs.add(line.seq().orElseThrow());
            });
    assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(seqs(9)).containsExactly(9L, 10L);
  }

  @Test
  void readsAFileOnceWhoseCompressedCopyStandsBesideIt() throws Exception {
    write("bms_data-2026-11-21.jsonl", samples(1, 3));
    compress("bms_data-2026-11-21.jsonl", samples(1, 3));

    assertThat(seqs(0)).containsExactly(1L, 2L, 3L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 799, 800, 801, 1500, 2399, 2400, 2401})
  void findsAnyPlaceInALargeFile(long from) throws Exception {
    String faults = (FAULT + "\n").repeat(3000);
    write("bms_data.jsonl", samples(1, 800) + faults + samples(801, 2400) + faults);

    List<Long> seqs = new ArrayList<>();
    reader()
        .read(
            from,
            line -> {
              line.seq().ifPresent(seqs::add);
              return true;
            });
    assertThat(seqs).isEqualTo(LongStream.rangeClosed(from, 2400).boxed().toList());
  }

  @Test
  void passesByAFileThatIsRemovedBetweenListingAndReading() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    for (long seq = 1; seq <= 2; seq++) {
      try (Disk.File rotated = disk.open(folder.resolve("bms_data-2026-11-2" + seq + ".jsonl"))) {
        rotated.write(0, samples(seq, seq).getBytes(StandardCharsets.UTF_8));
      }
    }
    disk.faults((op, name, length) -> {
      if (op == ModelDisk.Op.OPEN && name.startsWith("bms_data-2026-11-21")) {
        throw new NoSuchFileException(name);
      }
      return length;
    });

    List<Long> seqs = new ArrayList<>();
    new JournalReader(disk, new JournalFiles(folder.resolve("bms_data.jsonl")))
        .read(0, line -> seqs.add(line.seq().orElseThrow()));
    assertThat(seqs).containsExactly(2L);
  }

  /// A bad sector in the middle of a file.
  @Test
  void readsTheRestWhenTheDiskCannotReadOn() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    try (Disk.File rotated = disk.open(folder.resolve("bms_data-2026-11-21.jsonl"));
        Disk.File current = disk.open(folder.resolve("bms_data.jsonl"))) {
      rotated.write(0, samples(1, 400).getBytes(StandardCharsets.UTF_8));
      current.write(0, samples(401, 402).getBytes(StandardCharsets.UTF_8));
    }
    AtomicInteger reads = new AtomicInteger();
    disk.faults((op, name, length) -> {
      if (op == ModelDisk.Op.READ
          && name.startsWith("bms_data-")
          && reads.incrementAndGet() % 3 == 0) {
        throw new IOException("Input/output error");
      }
      return length;
    });

    List<Long> seqs = new ArrayList<>();
    JournalReader reader =
        new JournalReader(disk, new JournalFiles(folder.resolve("bms_data.jsonl")));
    try (CapturedLog log = CapturedLog.start()) {
      reader.read(0, line -> seqs.add(line.seq().orElseThrow()));

      assertThat(log.messages("WARN"))
          .singleElement(STRING)
          .contains("bms_data-2026-11-21.jsonl is damaged (Input/output error)");
    }
    assertThat(seqs).startsWith(1L, 2L).endsWith(401L, 402L).isSorted();
  }

  @Test
  void stopsWhenTheVisitorHasEnough() throws Exception {
    write("bms_data-2026-11-21.jsonl", samples(1, 3));
    write("bms_data.jsonl", samples(4, 9));

    List<Long> seqs = new ArrayList<>();
    reader()
        .read(
            2,
            line -> {
              seqs.add(line.seq().orElseThrow());
              return seqs.size() < 4;
            });
    assertThat(seqs).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void showsAnOutputTheSamplesItAsksFor() throws Exception {
    compress("bms_data-2026-11-20.jsonl", samples(1, 3));
    write("bms_data.jsonl", FAULT + "\n" + samples(4, 6) + "{\"seq\":7");
    try (Journal journal = Journals.open(folder.resolve("bms_data.jsonl"))) {
      SampleLog log = journal;
      List<Long> seqs = new ArrayList<>();

      assertThat(log.lastSeq()).isEqualTo(6);
      log.read(2, 5, (seq, _) -> seqs.add(seq));
      log.read(6, 99, (seq, _) -> seqs.add(seq));
      log.read(5, 4, (seq, _) -> seqs.add(seq));
      assertThat(seqs).containsExactly(2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void tellsAnOutputOfAJournalThatIsNotThereAnyMore() throws Exception {
    write("bms_data-2026-11-20.jsonl", samples(1, 3));
    write("bms_data.jsonl", samples(4, 6));
    try (Journal journal = Journals.open(folder.resolve("bms_data.jsonl"))) {
      SampleLog log = journal;
      List<Long> seqs = new ArrayList<>();
      Files.delete(folder.resolve("bms_data.jsonl"));

      assertThatThrownBy(() -> log.read(1, 6, (seq, _) -> seqs.add(seq)))
          .isInstanceOf(IOException.class)
          .hasMessage("it ends before sample 6");
      assertThat(seqs).containsExactly(1L, 2L, 3L);
      log.read(1, 2, (seq, _) -> seqs.add(seq));
    }
  }

  private void rotateAndCompress() {
    try {
      for (String name : List.of("bms_data-2026-11-20.jsonl", "bms_data-2026-11-21.jsonl")) {
        compress(name, Files.readString(folder.resolve(name)));
        Files.delete(folder.resolve(name));
      }
      Files.move(folder.resolve("bms_data.jsonl"), folder.resolve("bms_data-2026-11-22.jsonl"));
      write("bms_data.jsonl", samples(10, 10));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private JournalReader reader() {
    return JournalReader.of(folder.resolve("bms_data.jsonl"));
  }

  private List<Long> seqs(long from) throws Exception {
    List<Long> seqs = new ArrayList<>();
    reader().read(from, line -> seqs.add(line.seq().orElseThrow()));
    return seqs;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void compress(String name, String text) throws IOException {
    Files.write(folder.resolve(name + ".gz"), gzip(text));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String samples(long from, long to) {
    StringBuilder text = new StringBuilder();
    for (long seq = from; seq <= to; seq++) {
      text.append(text(EventJson.encode(Samples.aSample().withSeq(seq)))).append('\n');
    }
    return text.toString();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
