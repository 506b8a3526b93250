package cellwarden.journal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The index says what the journal says, whatever happened to either.
final class HistoryIndexTest {

  private static final Grid HOURS = Grid.of(Duration.ofHours(1), ZoneOffset.UTC);

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");
  private Path index = Path.of("");
  private final Lines.Watcher watcher = new Lines.Watcher();

  @BeforeEach
  void nameTheFiles() {
    journal = folder.resolve("bms_data.jsonl");
    index = folder.resolve("bms_data.index.sqlite");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void saysWhatAFullScanSays(long seed) throws Exception {
    RandomJournal happenings = new RandomJournal(journal, seed);
    Random random = new Random(seed);
    List<String> story = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      story.add(happenings.happen());
      if (i > 3 && random.nextInt(3) > 0) {
        assertSame(story.toString(), random);
      }
    }
    // Where everything that it knew was removed.
    assertThat(watcher.notes)
        .as(story.toString())
        .allMatch("the index did not fit the journal and is built anew"::equals);
  }

  private void assertSame(String story, Random random) throws Exception {
    Grid grid =
        switch (random.nextInt(4)) {
          case 0 -> Grid.of(Duration.ofDays(1), ZoneId.of("Europe/Berlin"));
          case 1 -> Grid.of(Duration.ofHours(1), ZoneOffset.UTC);
          case 2 -> Grid.of(Duration.ofMinutes(10), ZoneOffset.UTC);
          default -> Grid.of(Duration.ofDays(1), ZoneId.of("Asia/Kolkata"));
        };
    Instant since =
        random.nextBoolean()
            ? HistoryQuery.BEGINNING
            : Instant.parse("2026-06-01T00:00:00Z").plusSeconds(random.nextInt(400_000));
    try (History indexed = open();
        History scanned = History.open(journal, false, watcher)) {
      for (String battery : List.of("a", "b", "c")) {
        HistoryQuery query =
            new HistoryQuery(
                Optional.of(battery),
                since,
                HistoryQuery.END,
                HistoryFields.of(List.of("voltage", "soc", "power")));
        assertThat(answer(indexed, query, grid))
            .as(story + " " + battery)
            .isEqualTo(answer(scanned, query, grid));
      }
    } catch (HistoryException e) {
      assertThat(e).hasMessageStartingWith("there is no journal");
    }
  }

  /// All intervals and samples, or why there are none.
  private static String answer(History history, HistoryQuery query, Grid grid) throws Exception {
    try {
      List<Interval> intervals = Lines.intervals(history, query, grid);
      List<Long> seqs = Lines.samples(history, query).stream().map(SampleRow::seq).toList();
      return intervals + " " + seqs;
    } catch (HistoryException e) {
      return "none";
    }
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    long all = watcher.read;
    Lines.append(journal, hour(1));
    watcher.read = 0;

    try (History history = open()) {
      assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS)).hasSize(2);
    }
    assertThat(watcher.read).isGreaterThan(all);
    watcher.read = 0;
    open().close();
    assertThat(watcher.read).isZero();
    assertThat(watcher.notes).isEmpty();
  }

  @Test
  void comesBackAfterItWasDeleted() throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    Files.delete(index);
    assertHours(1);
    assertThat(watcher.notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no database", "", "SQLite format 3\u0000 but no more"})
  void isBuiltAnewWhenDamaged(String content) throws Exception {
    Lines.append(journal, hour(0));
    Files.writeString(index, content);
    assertHours(1);
    assertThat(watcher.notes).hasSize(content.isEmpty() ? 0 : 1);
  }

  @Test
  void isBuiltAnewWhenItsMiddleIsDamaged() throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    byte[] bytes = Files.readAllBytes(index);
    new Random(1).nextBytes(bytes);
    byte[] head = Files.readAllBytes(index);
    System.arraycopy(head, 0, bytes, 0, 100);
    Files.write(index, bytes);
    assertHours(1);
    assertThat(watcher.notes)
        .containsExactly("index " + index + " was damaged or of another version and is built anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA user_version = 99",
        "UPDATE meta SET value = 'voltage' WHERE name = 'fields'",
        "DROP TABLE cell",
      })
  void isBuiltAnewForAnotherVersion(String change) throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    change(change);
    assertHours(1);
    assertThat(watcher.notes).hasSize(1);
  }

  @Test
  void isBuiltAnewForAnotherJournal() throws Exception {
    Lines.append(journal, hour(0));
    Lines.append(journal, hour(1));
    open().close();
    Files.delete(journal);
    Lines.append(journal, hour(5));
    assertHours(1);
    assertThat(watcher.notes)
        .containsExactly("the index did not fit the journal and is built anew");
  }

  @Test
  void isBuiltAnewOnRequest() throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    change("UPDATE cell SET samples = 7");
    assertThat(History.reindex(journal, watcher)).isEqualTo(index);
    try (History history = open()) {
      assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS))
          .extracting(Interval::samples)
          .containsExactly(360L);
    }
  }

  @Test
  void isDoneWithoutWhereItCannotBeWritten() throws Exception {
    Lines.append(journal, hour(0));
    Files.createDirectory(index);
    try (History history = open()) {
      assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS)).hasSize(1);
    }
    assertThat(watcher.notes)
        .singleElement()
        .asString()
        .startsWith("index " + index + " cannot be written (")
        .endsWith("), so this reads the whole journal");
  }

  @Test
  void keepsNothingOfATransactionThatFailed() throws Exception {
    Lines.append(journal, hour(0));
    open().close();
    Lines.append(journal, hour(1));
    Thread.currentThread().interrupt();
    try {
      open().close();
    } catch (InterruptedException e) {
      // What Ctrl-C does, too.
    }
    assertThat(Thread.interrupted()).isFalse();
    assertHours(2);
    assertThat(watcher.notes).isEmpty();
  }

  private void assertHours(int hours) throws Exception {
    try (History history = open()) {
      assertThat(Lines.intervals(history, Lines.everything("", "soc"), HOURS)).hasSize(hours);
    }
  }

  private History open() throws Exception {
    return History.open(journal, true, watcher);
  }

  private void change(String sql) throws IndexException {
    try (CellStore store = CellStore.of(index)) {
      store.database().execute(sql);
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
