package cellwarden.journal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that gives back other bits than it was given costs an index, never an answer.
final class DamagedIndexTest {

  private static final Grid HOURS = Grid.of(Duration.ofHours(1), ZoneOffset.UTC);
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");
  private Path index = Path.of("");
  private final Lines.Watcher watcher = new Lines.Watcher();

  @BeforeEach
  void nameTheFiles() {
    journal = folder.resolve("bms_data.jsonl");
    index = folder.resolve("bms_data.index.sqlite");
  }

  /// The rows of the values are spoilt where they lie, behind the back of SQLite.
  @Test
  void answersFromTheJournalWhereAValueWasTurnedOver() throws Exception {
    write(0, 48);
    List<Interval> right = answer();
    // 54.321 V stand nowhere else than in the index, since no sample says so.
    turnOver(54_321_000L, 54_321_001L);

    assertThat(answer()).isEqualTo(right);
    assertThat(watcher.notes)
        .containsExactly("index " + index + " was damaged and is removed; it comes back by itself");
    assertThat(index).doesNotExist();
    watcher.notes.clear();
    assertThat(answer()).isEqualTo(right);
    assertThat(watcher.notes).isEmpty();
    assertThat(index).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE battery SET chain = zeroblob(length(chain))",
        "UPDATE battery SET name = 'b'",
        "UPDATE meta SET value = replace(value, '1 ', '2 ') WHERE name = 'position'",
      })
  void isBuiltAnewWhereWhatItKnowsOfItselfIsWrong(String change) throws Exception {
    write(0, 2);
    List<Interval> right = answer();
    try (CellStore store = CellStore.of(index)) {
      store.database().execute(change);
    }
    assertThat(answer()).isEqualTo(right);
    assertThat(watcher.notes)
        .containsExactly("index " + index + " was damaged or of another version and is built anew");
  }

  /// Damage that SQLite itself finds, in the middle of the file.
  @Test
  void answersWhereAPageIsDamaged() throws Exception {
    write(0, 200);
    List<Interval> right = answer();
    byte[] bytes = Files.readAllBytes(index);
    for (int page = 8; page < bytes.length / 4096; page++) {
      bytes[page * 4096] ^= 0x7f;
      bytes[page * 4096 + 3] ^= 0x7f;
    }
    Files.write(index, bytes);
    assertThat(answer()).isEqualTo(right);
    assertThat(watcher.notes).isNotEmpty();
    assertThat(answer()).isEqualTo(right);
  }

  /// More intervals than are read at once: a part was shown when the damage was found.
  @Test
  void saysThatOnlyAPartCouldBeRead() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int hour = 0; hour < 5000; hour++) {
      lines.add(
          Lines.sample(1 + hour, BEGIN.plusSeconds(3600L * hour), "a", voltage(hour, 4500), 1, 50));
    }
    Lines.append(journal, lines);
    answer();
    turnOver(54_321_000L, 54_321_001L);
    try (History history = History.open(journal, true, watcher)) {
      List<Interval> shown = new ArrayList<>();
      assertThatThrownBy(
              () -> history.intervals(Lines.everything("", "voltage"), HOURS, shown::add))
          .isInstanceOf(HistoryException.class)
          .hasMessage("only a part of the answer could be read; ask again");
      assertThat(shown).hasSize(4096);
    }
    assertThat(index).doesNotExist();
    assertThat(answer()).hasSize(5000);
  }

  private List<Interval> answer() throws Exception {
    try (History history = History.open(journal, true, watcher)) {
      return Lines.intervals(history, Lines.everything("", "voltage"), HOURS);
    }
  }

  private void write(int from, int to) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int hour = from; hour < to; hour++) {
      for (int i = 0; i < 6; i++) {
        Instant time = BEGIN.plusSeconds(3600L * hour + 10L * i);
        lines.add(Lines.sample(1 + 6L * hour + i, time, "a", voltage(hour, 40), 1, 50));
      }
    }
    Lines.append(journal, lines);
  }

  private static double voltage(int hour, int special) {
    return hour == special ? 54.321 : 13.3;
  }

  /// Puts one number in the place of another in the file, once.
  private void turnOver(long from, long to) throws IOException {
    byte[] bytes = Files.readAllBytes(index);
    for (int i = 0; i + 4 <= bytes.length; i++) {
      if (number(bytes, i) == from) {
        for (int b = 0; b < 4; b++) {
          bytes[i + b] = (byte) (to >> (8 * (3 - b)));
        }
        Files.write(index, bytes);
        return;
      }
    }
    throw new IllegalStateException("not found");
  }

  private static long number(byte[] bytes, int at) {
    long number = 0;
    for (int b = 0; b < 4; b++) {
      number = (number << 8) | (bytes[at + b] & 0xff);
    }
    return number;
  }
}
