package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cellwarden.journal.disk.ModelDisk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rotation, compression and removal of files.
final class JournalKeeperTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00.123Z");
  private static final long PLENTY = 1_000_000_000_000L;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private JournalKeeper.Listener listener = _ -> {};

  private final CapturedLog quiet = CapturedLog.start();

  @AfterEach
  void closeLog() {
    quiet.close();
  }

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void beginsAFileEachDayAndWhenOneIsFull() throws Exception {
    try (Journal journal = Journals.open(config(2_000, Optional.empty(), PLENTY))) {
      append(journal, "2026-11-20T22:00:00Z", 5);
      append(journal, "2026-11-21T00:00:00Z", 1);
      append(journal, "1970-01-01T00:00:00Z", 1);
      append(journal, "2026-11-21T00:00:00Z", 1);
    }

    assertThat(names())
        .containsExactly(
            "bms_data-1970-01-01.jsonl",
            "bms_data-2026-11-20.2.jsonl",
            "bms_data-2026-11-20.jsonl",
            "bms_data-2026-11-21.jsonl",
            "bms_data.jsonl");
    assertThat(seqs()).isEqualTo(LongStream.rangeClosed(1, 8).boxed().toList());
  }

  @Test
  void takesSamplesOfTheDayBeforeThatComeLate() throws Exception {
    try (Journal journal = Journals.open(config(100_000, Optional.empty(), PLENTY))) {
      append(journal, "2026-11-20T23:59:59Z", 1);
      append(journal, "2026-11-21T00:00:01Z", 1);
      append(journal, "2026-11-20T23:59:58Z", 1);
      append(journal, "2026-11-21T00:00:02Z", 1);
      append(journal, "2026-11-20T23:54:00Z", 1);
    }

    assertThat(names())
        .containsExactly(
            "bms_data-2026-11-20.jsonl", "bms_data-2026-11-21.jsonl", "bms_data.jsonl");
    assertThat(seqs()).isEqualTo(LongStream.rangeClosed(1, 5).boxed().toList());
  }

  /// The journal of a link to another disk is there, under its name there.
  @Test
  void followsALinkToAnotherFolder() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Files.createSymbolicLink(file, Path.of("disk/bms_data.jsonl"));
    JournalConfig config = config(100, Optional.empty(), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 3);
      assertThat(journal.path()).isEqualTo(disk.resolve("bms_data.jsonl"));
    }
    care(config, PLENTY);

    assertThat(file).isSymbolicLink();
    assertThat(names()).containsExactly("bms_data.jsonl", "disk");
    assertThat(disk.resolve("bms_data-2026-11-20.2.jsonl.gz")).exists();
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void passesByAFolderThatHasTheNameOfAFile() throws Exception {
    JournalConfig config = config(100, Optional.of(Duration.ofDays(1)), PLENTY);
    Files.createDirectory(folder.resolve("bms_data-2026-11-20.jsonl"));
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 2);
      append(journal, "2026-11-22T12:00:00Z", 2);
    }
    care(config, 2);

    assertThat(names())
        .containsExactly(
            "bms_data-2026-11-20.3.jsonl.gz",
            "bms_data-2026-11-20.jsonl",
            "bms_data-2026-11-22.jsonl.gz",
            "bms_data.jsonl");
    assertThat(seqs()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void oneFileThatCannotBeReadKeepsNothingFromTheOthers() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    JournalConfig config = config(100, Optional.of(Duration.ofDays(3)), PLENTY);
    Journal journal = Journal.open(disk, config, Journals.SINCE);
    append(journal, "2026-11-16T22:00:00Z", 2);
    append(journal, "2026-11-17T22:00:00Z", 1);
    append(journal, "2026-11-22T12:00:00Z", 3);
    String bad = "bms_data-2026-11-16.2.jsonl";
    disk.free(PLENTY);
    disk.faults((op, name, length) -> {
      if (op == ModelDisk.Op.OPEN && name.equals(bad)) {
        throw new IOException("Permission denied");
      }
      return length;
    });
    JournalKeeper keeper = keeper(disk, journal, config, _ -> {});
    List<Long> seqs = new ArrayList<>();
    try (CapturedLog log = CapturedLog.start()) {
      keeper.care();
      keeper.care();
      journal.reader().read(0, line -> seqs.add(line.seq().orElseThrow()));

      assertThat(log.messages("WARN"))
          .containsExactly(
              "journal "
                  + file
                  + ": "
                  + bad
                  + " cannot be read (Permission denied), so what it holds is neither shown nor delivered; check its rights and the disk");
    }

    assertThat(seqs).containsExactly(4L, 5L, 6L);
    assertThat(disk.files().keySet())
        .containsExactlyInAnyOrder(
            bad,
            "bms_data-2026-11-22.jsonl.gz",
            "bms_data-2026-11-22.2.jsonl.gz",
            "bms_data.jsonl",
            "bms_data.lock");
  }

  /// The compressor rests until a line was forced to the disk that came meanwhile.
  @Test
  void forcesLinesWhileItCompresses() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    JournalConfig config =
        config(100, Optional.empty(), PLENTY).withFsync(new Fsync.Every(Duration.ofMillis(1)));
    CountDownLatch compresses = new CountDownLatch(1);
    CountDownLatch forced = new CountDownLatch(1);
    disk.beforeSync(name -> {
      if (name.equals("bms_data.jsonl") && compresses.getCount() == 0) {
        forced.countDown();
      }
    });
    Compressor.Pause pause =
        _ -> {
          compresses.countDown();
          forced.await();
        };
    try (Journal journal = Journal.open(disk, config, Journals.SINCE)) {
      append(journal, "2026-11-20T22:00:00Z", 2);
      Thread keeper =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  keeper(disk, journal, config, pause).care();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      compresses.await();
      append(journal, "2026-11-20T22:00:00Z", 1);
      keeper.join();
    }

    assertThat(disk.files()).containsKey("bms_data-2026-11-20.jsonl.gz");
  }

  private static JournalKeeper keeper(
      ModelDisk disk, Journal journal, JournalConfig config, Compressor.Pause pause) {
    return new JournalKeeper(
        disk, journal, config, () -> PLENTY, _ -> {}, InstantSource.fixed(NOW), pause);
  }

  @Test
  void rotatesInAnInterruptedThread() throws Exception {
    try (Journal journal = Journals.open(config(100, Optional.empty(), PLENTY))) {
      Thread.currentThread().interrupt();
      append(journal, "2026-11-20T22:00:00Z", 3);
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    assertThat(seqs()).containsExactly(1L, 2L, 3L);
    assertThat(names()).hasSize(3);
  }

  @Test
  void goesOnWithTheNumbersWhenTheCurrentFileIsEmpty() throws Exception {
    JournalConfig config = config(100, Optional.empty(), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 2);
    }
    Files.move(file, folder.resolve("bms_data-2026-11-20.2.jsonl"));
    care(config, PLENTY);
    try (Journal journal = Journals.open(config)) {
      assertThat(journal.lastSeq()).isEqualTo(2);
      append(journal, "2026-11-20T22:00:00Z", 1);
    }

    assertThat(seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void compressesWhatIsRotatedByteForByte() throws Exception {
    JournalConfig config = config(2_000, Optional.empty(), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 5);
    }
    Path rotated = folder.resolve("bms_data-2026-11-20.jsonl");
    byte[] before = Files.readAllBytes(rotated);
    care(config, PLENTY);

    assertThat(names()).containsExactly("bms_data-2026-11-20.jsonl.gz", "bms_data.jsonl");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed(rotated)))) {
      assertThat(in.readAllBytes()).isEqualTo(before);
    }
  }

  @Test
  void undoesAndCompletesWhatACrashInterrupted() throws Exception {
    JournalConfig config = config(2_000, Optional.empty(), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 10);
    }
    Path first = folder.resolve("bms_data-2026-11-20.jsonl");
    Path second = folder.resolve("bms_data-2026-11-20.2.jsonl");
    byte[] whole = Files.readAllBytes(first);
    care(config, PLENTY);
    Files.write(first, whole);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed(second)))) {
      Files.write(second, in.readAllBytes());
    }
    Files.write(compressed(second), new byte[] {31, -117, 8});
    Files.writeString(folder.resolve("bms_data-2026-11-19.jsonl.gz.cellwarden.tmp"), "half");
    assertThat(seqs()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
    care(config, PLENTY);

    assertThat(names())
        .containsExactly(
            "bms_data-2026-11-20.2.jsonl.gz", "bms_data-2026-11-20.jsonl.gz", "bms_data.jsonl");
    assertThat(seqs()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
  }

  @Test
  void removesWhatIsTooOldAndDelivered() throws Exception {
    JournalConfig config = config(100_000, Optional.of(Duration.ofDays(3)), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "1970-01-01T00:00:00Z", 1);
      append(journal, "2026-11-17T22:00:00Z", 1);
      append(journal, "2026-11-18T22:00:00Z", 1);
      append(journal, "2026-11-19T22:00:00Z", 1);
      append(journal, "1970-01-01T00:00:00Z", 1);
      append(journal, "2026-11-22T12:00:00Z", 1);
    }

    care(config, 3);
    assertThat(seqs()).containsExactly(3L, 4L, 5L, 6L);
    care(config, PLENTY);
    assertThat(seqs()).containsExactly(4L, 5L, 6L);
  }

  @Test
  void removesNothingForItsAgeBeforeTheClockIsSet() throws Exception {
    JournalConfig config = config(100_000, Optional.of(Duration.ofDays(3)), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "1970-01-01T00:00:00Z", 1);
      append(journal, "1970-01-02T00:00:00Z", 1);
    }

    care(config, PLENTY);
    assertThat(seqs()).containsExactly(1L, 2L);
  }

  @Test
  void removesForTheSizeOfTheWholeWhateverItIsAndSaysSo() throws Exception {
    JournalConfig config = config(2_000, Optional.empty(), 4_000);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 13);
    }
    try (CapturedLog log = CapturedLog.start()) {
      care(config, 3);

      assertThat(log.messages("WARN").getFirst())
          .isEqualTo(
              "journal "
                  + file
                  + ": bms_data-2026-11-20.jsonl held samples 3 to 4, which were not delivered yet; raise journal.max_size or check the broker");
    }
    assertThat(seqs()).endsWith(12L, 13L).doesNotContain(4L).hasSizeGreaterThan(3);
  }

  @Test
  void makesRoomForTheReserveOnlyWithWhatIsDelivered() throws Exception {
    JournalConfig config =
        new JournalConfig(
            file, Journals.NEVER, 2_000, Optional.empty(), PLENTY, Long.MAX_VALUE / 2);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 13);
    }

    care(config, 6);
    assertThat(seqs()).startsWith(5L);
    care(config, PLENTY);
    assertThat(seqs()).containsExactly(13L);
  }

  @Test
  void showsEachSegmentOnceItIsCompressed() throws Exception {
    JournalConfig config = config(2_000, Optional.empty(), PLENTY);
    List<String> shown = new ArrayList<>();
    Set<Thread> threads = new HashSet<>();
    listener =
        segment -> {
          assertThat(folder.resolve(segment + ".gz")).exists();
          threads.add(Thread.currentThread());
          shown.add(segment);
        };
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 5);
      JournalKeeper keeper = keeper(journal, config, PLENTY);
      keeper.care();
      assertThat(shown).containsExactly("bms_data-2026-11-20.jsonl");
      append(journal, "2026-11-20T22:00:00Z", 4);
      keeper.care();
      keeper.care();
    }

    assertThat(shown).containsExactly("bms_data-2026-11-20.jsonl", "bms_data-2026-11-20.2.jsonl");
    assertThat(threads).containsExactly(Thread.currentThread());
    shown.clear();
    care(config, PLENTY);
    assertThat(shown)
        .as("of earlier runs")
        .containsExactly("bms_data-2026-11-20.jsonl", "bms_data-2026-11-20.2.jsonl");
  }

  @Test
  void showsASegmentThatCannotBeCompressedAndAgainWhenItWas() throws Exception {
    JournalConfig config = config(2_000, Optional.empty(), PLENTY);
    List<String> shown = new ArrayList<>();
    listener = segment -> shown.add(segment);
    Path inTheWay = folder.resolve("bms_data-2026-11-20.jsonl.gz.cellwarden.tmp/file");
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 5);
      Files.createDirectory(inTheWay.getParent());
      Files.createFile(inTheWay);
      JournalKeeper keeper = keeper(journal, config, PLENTY);
      keeper.care();
      keeper.care();
      assertThat(shown).containsExactly("bms_data-2026-11-20.jsonl");
      Files.delete(inTheWay);
      keeper.care();
    }

    assertThat(shown).containsExactly("bms_data-2026-11-20.jsonl", "bms_data-2026-11-20.jsonl");
  }

  @Test
  void whatAListenerThrowsIsSaidOnceAndHurtsNothing() throws Exception {
    JournalConfig config = config(500, Optional.empty(), PLENTY);
    Iterator<Throwable> thrown =
        List.of(new IOException("full"), new IllegalStateException(), new StackOverflowError())
            .iterator();
    listener =
        _ -> {
          Throwable next = thrown.hasNext() ? thrown.next() : new IOException("full");
          switch (next) {
            case IOException known -> throw known;
            case RuntimeException bug -> throw bug;
            default -> throw (Error) next;
          }
        };
    try (Journal journal = Journals.open(config);
        CapturedLog log = CapturedLog.start()) {
      append(journal, "2026-11-20T22:00:00Z", 5);
      JournalKeeper keeper = keeper(journal, config, PLENTY);
      keeper.care();
      keeper.care();

      assertThat(log.messages("WARN"))
          .singleElement(STRING)
          .isEqualTo(
              "journal "
                  + file
                  + ": nothing is derived from "
                  + folder.resolve("bms_data-2026-11-20.jsonl"));
    }

    assertThat(names()).hasSize(5).filteredOn(name -> name.endsWith(".gz")).hasSize(4);
    assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  /// A bit is lost in one of four files, whose size and time stay: within four hours it is said,
  /// and once.
  @Test
  void readsOneCompressedFileAnHourToFindLostBits() throws Exception {
    JournalConfig config = config(500, Optional.empty(), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-20T22:00:00Z", 5);
      keeper(journal, config, PLENTY).care();
      List<String> files = names().stream().filter(name -> name.endsWith(".gz")).toList();
      assertThat(files).hasSize(4);
      Path rotten = folder.resolve(files.get(2));
      FileTime time = Files.getLastModifiedTime(rotten);
      byte[] bytes = Files.readAllBytes(rotten);
      bytes[bytes.length / 2] ^= 1;
      Files.write(rotten, bytes);
      Files.setLastModifiedTime(rotten, time);

      Instant[] now = {NOW};
      JournalKeeper keeper =
          new JournalKeeper(
              new RealDisk(), journal, config, () -> PLENTY, listener, () -> now[0], _ -> {});
      try (CapturedLog log = CapturedLog.start()) {
        for (int quarter = 0; quarter < 32; quarter++) {
          keeper.care();
          now[0] = now[0].plus(Duration.ofMinutes(15));
        }
        assertThat(log.messages("WARN"))
            .singleElement(STRING)
            .contains(rotten.getFileName() + " is damaged (", "journal verify says where");
      }
    }
  }

  @Test
  void removesWhatWasDerivedWithItsSegment() throws Exception {
    JournalConfig config = config(100_000, Optional.of(Duration.ofDays(3)), PLENTY);
    try (Journal journal = Journals.open(config)) {
      append(journal, "2026-11-16T22:00:00Z", 1);
      append(journal, "2026-11-17T22:00:00Z", 1);
      append(journal, "2026-11-22T12:00:00Z", 1);
      append(journal, "2026-11-23T12:00:00Z", 1);
    }
    for (String segment :
        List.of("bms_data-2026-11-15", "bms_data-2026-11-16", "bms_data-2026-11-22")) {
      Files.writeString(folder.resolve(segment + ".jsonl.summary"), "{}");
    }
    Files.writeString(folder.resolve("bms_data-2026-11-22.jsonl.summary.cellwarden.tmp"), "{");
    Files.writeString(folder.resolve("bms_data-mine.summary"), "{}");
    care(config, PLENTY);

    assertThat(names())
        .containsExactly(
            "bms_data-2026-11-22.jsonl.gz",
            "bms_data-2026-11-22.jsonl.summary",
            "bms_data-mine.summary",
            "bms_data.jsonl");
    assertThat(names())
        .filteredOn(new JournalFiles(file)::owns)
        .containsExactly(
            "bms_data-2026-11-22.jsonl.gz", "bms_data-2026-11-22.jsonl.summary", "bms_data.jsonl");
  }

  /// Somebody moves a segment away while it is compressed, and the next one gets its name.
  @Test
  void compressesNoOtherSegmentThanItRead() throws Exception {
    Path segment = folder.resolve("bms_data-2026-11-20.jsonl");
    try (Journal journal = Journals.open(config(500, Optional.empty(), PLENTY))) {
      append(journal, "2026-11-20T22:00:00Z", 2);
      Compressor.Pause pause =
          _ -> {
            try {
              Files.move(segment, folder.resolve("elsewhere"));
              append(journal, "2026-11-20T22:00:00Z", 1);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      assertThat(segment).exists();
      assertThat(new Compressor(new RealDisk(), new JournalFiles(file), pause).compress(segment))
          .isFalse();
    }

    assertThat(names()).containsExactly("bms_data-2026-11-20.jsonl", "bms_data.jsonl", "elsewhere");
    assertThat(seqs()).containsExactly(2L, 3L);
  }

  private JournalKeeper keeper(Journal journal, JournalConfig config, long neededFrom) {
    return new JournalKeeper(
        new RealDisk(),
        journal,
        config,
        () -> neededFrom,
        listener,
        InstantSource.fixed(NOW),
        _ -> {});
  }

  private void care(JournalConfig config, long neededFrom) throws Exception {
    try (Journal journal = Journals.open(config)) {
      keeper(journal, config, neededFrom).care();
    }
  }

  private JournalConfig config(long maxFileSize, Optional<Duration> maxAge, long maxSize) {
    return new JournalConfig(file, Journals.ALWAYS, maxFileSize, maxAge, maxSize, 0);
  }

  private static void append(Journal journal, String time, int samples) throws IOException {
    for (int i = 0; i < samples; i++) {
      journal.append(Journals.sampleAt(Instant.parse(time)));
    }
  }

  private static Path compressed(Path rotated) {
    return rotated.resolveSibling(rotated.getFileName() + ".gz");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return new TreeSet<>(paths.map(path -> path.getFileName().toString()).toList())
          .stream().filter(name -> !name.endsWith(".lock")).toList();
    }
  }

  private List<Long> seqs() throws Exception {
    List<Long> seqs = new ArrayList<>();
    JournalReader.of(file).read(0, line -> seqs.add(line.seq().orElseThrow()));
    return seqs;
  }
}
