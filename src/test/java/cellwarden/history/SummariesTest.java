package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.config.Defaults;
import cellwarden.history.summary.Summariser;
import cellwarden.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Summaries say what the journal says, whatever happened to either.
final class SummariesTest {

  private static final Grid HOURS = Grid.utc(Duration.ofHours(1));
  private static final String AGAIN =
      "1 summary of the journal had to be made again (damaged, or of another version)";

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");
  private Path first = Path.of("");
  private Path summary = Path.of("");
  private final Lines.Watcher watcher = new Lines.Watcher();

  @BeforeEach
  void nameTheFiles() {
    journal = folder.resolve("bms_data.jsonl");
    first = folder.resolve("bms_data-2026-06-01.jsonl");
    summary = folder.resolve("bms_data-2026-06-01.jsonl.summary");
  }

  /// Kept up from question to question, made again, and without any.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sayWhatAFullScanSays(long seed) throws Exception {
    Instant begin = Instant.parse(seed % 2 == 0 ? "2026-10-23T10:00:00Z" : "2026-06-01T10:00:00Z");
    RandomJournal happenings = new RandomJournal(journal, seed, begin);
    Random random = new Random(seed);
    List<String> story = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      story.add(happenings.happen());
      if (i > 3 && random.nextInt(3) > 0) {
        assertSame(story.toString(), random, begin);
      }
    }
    assertThat(watcher.notes)
        .as(story.toString())
        .allMatch(note ->
            note.contains("could not be read and")
                || note.matches("[0-9]+ suspect values? (is|are) left out .*"));
  }

  private void assertSame(String story, Random random, Instant begin) throws Exception {
    Grid grid =
        switch (random.nextInt(7)) {
          case 0 -> Grid.of(Duration.ofDays(1), ZoneId.of("Europe/Berlin"));
          case 1 -> Grid.utc(Duration.ofHours(1));
          case 2 -> Grid.utc(Duration.ofMinutes(10));
          case 3 -> Grid.of(Duration.ofDays(1), ZoneId.of("Asia/Kathmandu"));
          case 4 -> Grid.of(Duration.ofHours(6), ZoneId.of("Europe/Berlin"));
          case 5 -> Grid.of(Duration.ofDays(7), ZoneId.of("America/New_York"));
          default -> Grid.of(Duration.ofDays(1), ZoneId.of("Asia/Kolkata"));
        };
    Instant since =
        random.nextBoolean()
            ? HistoryQuery.BEGINNING
            : begin.minusSeconds(40_000).plusSeconds(random.nextInt(400_000));
    Instant until = random.nextBoolean() ? HistoryQuery.END : since.plusSeconds(100_000);
    try (History kept = History.open(journal, true, watcher)) {
      removeSummaries();
      try (History fresh = History.open(journal, true, watcher);
          History scanned = History.open(journal, false, watcher)) {
        for (String battery : List.of("a", "b", "c")) {
          HistoryQuery query =
              new HistoryQuery(
                  Optional.of(battery),
                  since,
                  until,
                  HistoryField.of(List.of("voltage", "soc", "power")));
          String answer = answer(scanned, query, grid);
          assertThat(answer(kept, query, grid)).as(story + " " + battery).isEqualTo(answer);
          assertThat(answer(fresh, query, grid)).as(story + " " + battery).isEqualTo(answer);
          assertThat(line(kept, query, grid)).as(story + " " + battery).isEqualTo(answer);
        }
      }
    } catch (HistoryException e) {
      assertThat(e).hasMessageStartingWith("there is no journal");
    }
  }

  /// Every second time they are kept for the next question.
  private void removeSummaries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".summary")).toList()) {
        if (file.toString().hashCode() % 2 == 0) {
          Files.delete(file);
        }
      }
    }
  }

  /// All intervals and samples, or why there are none.
  private static String answer(History history, HistoryQuery query, Grid grid) throws Exception {
    try {
      List<Interval> intervals = Lines.intervals(history, query, grid);
      List<Long> seqs = Lines.samples(history, query).stream().map(SampleRow::seq).toList();
      return intervals + " " + seqs + " " + history.period(query);
    } catch (HistoryException e) {
      return "none";
    }
  }

  /// With a field that no summary has, each line is read, and the other figures are the same.
  private static String line(History history, HistoryQuery query, Grid grid) throws Exception {
    List<HistoryField> more = new ArrayList<>(query.fields());
    more.addAll(HistoryField.of(List.of("cells.1")));
    HistoryQuery lines = new HistoryQuery(query.battery(), query.since(), query.until(), more);
    try {
      List<Interval> intervals = new ArrayList<>();
      for (Interval interval : Lines.intervals(history, lines, grid)) {
        intervals.add(
            new Interval(
                interval.battery(),
                interval.start(),
                interval.end(),
                interval.samples(),
                interval.energyIn(),
                interval.energyOut(),
                interval.covered(),
                interval.summaries().subList(0, query.fields().size()),
                interval.suspects().subList(0, query.fields().size())));
      }
      List<Long> seqs = Lines.samples(history, query).stream().map(SampleRow::seq).toList();
      return intervals + " " + seqs + " " + history.period(query);
    } catch (HistoryException e) {
      return "none";
    }
  }

  @Test
  void areReadInsteadOfTheirSegment() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    assertHours(2);
    assertThat(watcher.read).isPositive();
    assertThat(summary).content().startsWith("cellwarden summary 2\n");

    Files.delete(journal);
    watcher.read = 0;
    assertHours(1);
    assertThat(watcher.read).isZero();
    assertThat(watcher.notes).isEmpty();
  }

  @Test
  void goOnWhereTheCurrentFileGrew() throws Exception {
    for (int hour = 0; hour < 10; hour++) {
      Lines.append(journal, hour(hour));
    }
    assertHours(10);
    Path current = folder.resolve("bms_data.jsonl.summary");
    assertThat(current).exists();
    Lines.append(journal, hour(10));
    watcher.read = 0;
    assertHours(11);
    assertThat(watcher.read).isEqualTo(String.join("\n", hour(10)).length() + 1);
    assertThat(watcher.notes).isEmpty();

    Files.delete(journal);
    Lines.append(journal, hour(20));
    assertHours(1);
    assertThat(current).doesNotExist();
  }

  /// The lines that were added up are not those that are there any more.
  @Test
  void areMadeAgainWhereTheCurrentFileIsDamagedBeforeTheirEnd() throws Exception {
    for (int hour = 0; hour < 10; hour++) {
      Lines.append(journal, hour(hour));
    }
    assertHours(10);
    byte[] bytes = Files.readAllBytes(journal);
    Arrays.fill(bytes, 0, bytes.length / 5, (byte) 0);
    Files.write(journal, bytes);
    assertHours(8);
  }

  @Test
  void sayNothingOfFilesOfOthers() throws Exception {
    Lines.append(first, hour(0));
    Files.writeString(folder.resolve("notes.summary"), "mine");
    Files.writeString(folder.resolve("other.jsonl.summary"), "cellwarden summary 1");
    assertHours(1);
    assertThat(watcher.notes).isEmpty();
    assertThat(History.reindex(journal, watcher)).isOne();
    assertThat(folder.resolve("notes.summary")).hasContent("mine");
    assertThat(folder.resolve("other.jsonl.summary")).exists();
  }

  @Test
  void areWrittenBySeveralProgramsAtOnce() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    Queue<String> notes = new ConcurrentLinkedQueue<>();
    List<Future<?>> programs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int program = 0; program < 4; program++) {
        boolean makesAgain = program == 0;
        programs.add(
            threads.submit(() -> {
              for (int i = 0; i < 50; i++) {
                Lines.Watcher own = new Lines.Watcher();
                if (makesAgain) {
                  History.reindex(journal, own);
                }
                try (History history = History.open(journal, true, own)) {
                  assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS))
                      .hasSize(2);
                }
                notes.addAll(own.notes);
              }
              return notes;
            }));
      }
      for (Future<?> program : programs) {
        program.get();
      }
    }
    assertThat(notes).noneMatch(note -> note.contains("cannot be written"));
  }

  @Test
  void goWithTheirSegment() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    assertHours(2);
    Files.delete(first);
    assertHours(1);
    assertThat(summary).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no summary", "", "cellwarden summary 1\n"})
  void areMadeAgainWhenDamaged(String content) throws Exception {
    Lines.append(first, hour(0));
    Files.writeString(summary, content);
    assertHours(1);
    assertThat(watcher.notes).containsExactly(AGAIN);
    watcher.notes.clear();
    assertHours(1);
    assertThat(watcher.notes).isEmpty();
  }

  @Test
  void areMadeAgainForAnotherVersion() throws Exception {
    Lines.append(first, hour(0));
    assertHours(1);
    Files.writeString(
        summary, Files.readString(summary).replace("cellwarden summary 2", "cellwarden summary 9"));
    assertHours(1);
    assertThat(watcher.notes).containsExactly(AGAIN);
  }

  @Test
  void areMadeAgainForAnotherFile() throws Exception {
    Path second = folder.resolve("bms_data-2026-06-02.jsonl");
    Lines.append(first, hour(0));
    Lines.append(second, hour(1));
    assertHours(2);
    Files.copy(
        summary,
        folder.resolve("bms_data-2026-06-02.jsonl.summary"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Path aside = folder.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);
    Lines.append(second, hour(2));
    assertHours(3);
  }

  @Test
  void areMadeAgainOnRequest() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    assertHours(2);
    byte[] right = Files.readAllBytes(summary);
    Files.writeString(summary, "wrong");
    assertThat(History.reindex(journal, watcher)).isOne();
    assertThat(summary).hasBinaryContent(right);
  }

  @Test
  void areMadeWhenASegmentIsSealedAndCompressed() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    try (Journal written = Journal.open(Defaults.journal(journal))) {
      Summariser summariser = new Summariser(written);
      summariser.sealed("bms_data-2026-06-01.jsonl");
      byte[] sealed = Files.readAllBytes(summary);
      Lines.compress(first);
      summariser.sealed("bms_data-2026-06-01.jsonl");
      byte[] compressed = Files.readAllBytes(summary);
      assertThat(compressed).isNotEqualTo(sealed);
      assertHours(2);
      assertThat(summary).hasBinaryContent(compressed);
    }
  }

  @Test
  void replaceTheIndexOfAnEarlierVersion() throws Exception {
    Path index = folder.resolve("bms_data.index.sqlite");
    Lines.append(journal, hour(0));
    Files.writeString(index, "SQLite format 3");
    assertHours(1);
    assertThat(index).doesNotExist();
    assertHours(1);
    assertThat(watcher.notes)
        .containsExactly(
            "index " + index + " of an earlier version was removed; summaries replace it");
  }

  @Test
  void areDoneWithoutWhereTheyCannotBeWritten() throws Exception {
    Lines.append(first, hour(0));
    Path blocked =
        Files.createDirectory(folder.resolve("bms_data-2026-06-01.jsonl.summary.cellwarden.tmp"));
    Files.createFile(blocked.resolve("in the way"));
    assertHours(1);
    assertThat(watcher.notes)
        .singleElement()
        .asString()
        .startsWith("no summaries can be written beside " + journal + " (")
        .endsWith("), so what has none is read at each question");
    assertThatThrownBy(() -> History.reindex(journal, watcher)).isInstanceOf(IOException.class);
  }

  /// A link in place of a summary is replaced, not followed.
  @Test
  void followNoLink() throws Exception {
    Lines.append(first, hour(0));
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(summary, victim);
    Files.createSymbolicLink(
        folder.resolve("bms_data-2026-06-01.jsonl.summary.cellwarden.tmp"), victim);
    assertHours(1);
    assertThat(victim).hasContent("precious");
    assertThat(Files.isSymbolicLink(summary)).isFalse();
  }

  @Test
  void areWholeOrNoneAfterAnInterrupt() throws Exception {
    Lines.append(first, hour(0));
    Lines.append(journal, hour(1));
    Thread.currentThread().interrupt();
    try {
      History.open(journal, true, watcher).close();
    } catch (InterruptedException e) {
      // What Ctrl-C does, too.
    }
    assertThat(Thread.interrupted()).isFalse();
    assertHours(2);
    assertThat(watcher.notes).isEmpty();
  }

  /// More intervals than are held in memory, and a clock that was set back.
  @Test
  void addUpManyIntervals() throws Exception {
    List<String> lines = new ArrayList<>();
    Instant begin = Instant.parse("2026-06-01T00:00:00Z");
    for (int i = 0; i < 140_000; i++) {
      Instant time = begin.plusSeconds(i < 100_000 ? i : i - 70_000);
      lines.add(Lines.sample(i + 1, time, "a", i % 7, 36, 50));
    }
    Lines.append(journal, lines);
    try (History history = History.open(journal, true, watcher)) {
      List<Interval> seconds =
          Lines.intervals(
              history, Lines.everything("", "voltage"), Grid.utc(Duration.ofSeconds(1)));
      assertThat(seconds).hasSize(100_000);
      assertThat(seconds).isSortedAccordingTo(java.util.Comparator.comparing(Interval::start));
      assertThat(seconds).extracting(Interval::samples).containsOnly(1L, 2L);
      assertThat(seconds.stream().mapToLong(Interval::samples).sum()).isEqualTo(140_000);
      assertThat(seconds.get(40_000).summaries().getFirst().orElseThrow().last())
          .isEqualTo(110_000 % 7);
      assertThat(seconds.stream().mapToLong(Interval::covered).sum()).isEqualTo(139_998_000);
    }
  }

  private void assertHours(int hours) throws Exception {
    try (History history = History.open(journal, true, watcher)) {
      assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS)).hasSize(hours);
    }
  }

  private static List<String> hour(int number) {
    List<String> lines = new ArrayList<>();
    Instant begin = Instant.parse("2026-06-01T00:00:00Z").plusSeconds(3600L * number);
    for (int i = 0; i < 360; i++) {
      lines.add(Lines.sample(1 + 360L * number + i, begin.plusSeconds(10L * i), "a", 13.3, 1, 50));
    }
    return lines;
  }
}
