package cellwarden.journal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of the journal that went, came back or are damaged.
final class ChangedFilesTest {

  private static final Grid HOURS = Grid.of(Duration.ofHours(1), ZoneOffset.UTC);
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ANEW = "the index did not fit the journal and is built anew";

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");
  private final Lines.Watcher watcher = new Lines.Watcher();

  @BeforeEach
  void writeFourFiles() throws IOException {
    journal = folder.resolve("bms_data.jsonl");
    for (int day = 1; day <= 3; day++) {
      Lines.append(rotated(day), hour(day));
    }
    Lines.append(journal, hour(4));
  }

  private Path rotated(int day) {
    return folder.resolve("bms_data-2026-06-0" + day + ".jsonl");
  }

  @Test
  void noticesThatAFileInTheMiddleWentAndCameBack() throws Exception {
    assertThat(hours()).hasSize(4);
    Path aside = folder.resolve("aside");
    Files.move(rotated(2), aside);
    assertThat(hours()).hasSize(3);
    Files.move(aside, rotated(2));
    assertThat(hours()).hasSize(4);
    assertThat(watcher.notes).containsExactly(ANEW, ANEW);
  }

  @Test
  void noticesThatTheOldestFileCameBack() throws Exception {
    hours();
    Path aside = folder.resolve("aside");
    Files.move(rotated(1), aside);
    assertThat(hours()).hasSize(3);
    assertThat(watcher.notes).isEmpty();
    Files.move(aside, rotated(1));
    assertThat(hours()).hasSize(4);
    assertThat(watcher.notes).containsExactly(ANEW);
  }

  @Test
  void goesOnWhereAFileWasRotatedAndCompressed() throws Exception {
    hours();
    Files.move(journal, rotated(4));
    Lines.append(journal, hour(5));
    Lines.compress(rotated(2));
    assertThat(hours()).hasSize(5);
    Lines.compress(rotated(4));
    assertThat(hours()).hasSize(5);
    assertThat(watcher.notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysEachTimeThatACompressedFileIsDamaged(boolean withIndex) throws Exception {
    Lines.compress(rotated(2));
    damage(rotated(2));
    for (int i = 0; i < 2; i++) {
      watcher.notes.clear();
      assertThat(hours(withIndex)).hasSize(4);
      assertThat(watcher.notes)
          .containsExactly(
              "bms_data-2026-06-02.jsonl.gz is damaged and was read only as far as it is whole;"
                  + " journal verify says where");
    }
  }

  @Test
  void takesNothingBehindTheFirstDamage() throws Exception {
    List<String> lines = new ArrayList<>(hour(2));
    lines.set(100, lines.get(100).replace("\"battery\"", "\"batt\u0000ry"));
    Files.delete(rotated(2));
    Lines.append(rotated(2), lines);
    Lines.compress(rotated(2));
    byte[] bytes = Files.readAllBytes(gz(rotated(2)));
    // The checksum at the end.
    bytes[bytes.length - 6] ^= 1;
    Files.write(gz(rotated(2)), bytes);
    assertThat(hours()).extracting(Interval::samples).containsExactly(360L, 100L, 360L, 360L);
  }

  @Test
  void readsADamagedFileAgainThatWasReplaced() throws Exception {
    byte[] whole = Files.readAllBytes(rotated(2));
    Lines.compress(rotated(2));
    damage(rotated(2));
    hours();
    Files.delete(gz(rotated(2)));
    Files.write(rotated(2), whole);
    watcher.notes.clear();
    assertThat(hours()).extracting(Interval::samples).containsExactly(360L, 360L, 360L, 360L);
    assertThat(watcher.notes).containsExactly(ANEW);
  }

  private static Path gz(Path plain) {
    return plain.resolveSibling(plain.getFileName() + ".gz");
  }

  private static void damage(Path plain) throws IOException {
    byte[] bytes = Files.readAllBytes(gz(plain));
    for (int i = bytes.length / 2; i < bytes.length / 2 + 50; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(gz(plain), bytes);
  }

  @Test
  void leavesNothingBesideWhatIsNoJournal() throws Exception {
    refuses(
        folder,
        folder + " is a folder; name the current file of a journal, such as bms_data.jsonl in it");
    refuses(rotated(2), rotated(2) + " is a rotated file; name the current file, " + journal);
    Lines.compress(rotated(2));
    refuses(
        gz(rotated(2)), gz(rotated(2)) + " is a rotated file; name the current file, " + journal);
    refuses(Path.of("/dev/null"), "/dev/null is no file; name the current file of a journal");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("sqlite"))).isEmpty();
    }
    assertThat(folder.resolveSibling(folder.getFileName() + ".index.sqlite")).doesNotExist();
  }

  private void refuses(Path named, String sentence) {
    assertThatThrownBy(() -> History.open(named, true, watcher).close())
        .isInstanceOf(HistoryException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> History.reindex(named, watcher))
        .isInstanceOf(HistoryException.class)
        .hasMessage(sentence);
  }

  /// Rotated files without a current one are a journal, too.
  @Test
  void readsWhatIsLeftWithoutACurrentFile() throws Exception {
    Files.delete(journal);
    assertThat(hours()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheTimesOfTheFirstAndTheLastSample(boolean withIndex) throws Exception {
    Lines.appendText(journal, Lines.fault("2026-06-01T06:00:00Z") + "\n");
    try (History history = History.open(journal, withIndex, watcher)) {
      assertThat(history.period(Lines.everything("", "soc")))
          .contains(
              new History.Period(
                  Instant.parse("2026-06-01T01:00:00Z"), Instant.parse("2026-06-01T04:59:50Z")));
    }
  }

  @Test
  void tellsWhatIsSaidOfASample() throws Exception {
    String line =
        Lines.sample(2000, BEGIN.plusSeconds(18_000), "a", 13.3, 1, 50)
            .replace("\"battery\"", "\"clock\":\"unsynchronised\",\"battery\"")
            .replace("\"rssi\":-61}", "\"stack\":\"kernel\"},\"suspect\":[\"voltage\"]");
    Files.write(journal, (line + "\n").getBytes(StandardCharsets.UTF_8));
    try (History history = History.open(journal, false, watcher)) {
      SampleRow row =
          Lines.samples(
                  history, Lines.everything("", "seq", "clock", "suspect", "link.stack", "soc"))
              .getLast();
      assertThat(row.values())
          .containsExactly(2000L, "unsynchronised", List.of("voltage"), "kernel", 50);
      assertThat(row.clockSet()).isFalse();
      assertThat(row.suspect()).containsExactly("voltage");
      assertThat(Lines.intervals(history, Lines.everything("", "seq"), HOURS).getLast().summaries())
          .singleElement()
          .satisfies(summary -> assertThat(summary.orElseThrow().last()).isEqualTo(2000));
    }
  }

  private List<Interval> hours() throws Exception {
    return hours(true);
  }

  private List<Interval> hours(boolean withIndex) throws Exception {
    try (History history = History.open(journal, withIndex, watcher)) {
      return Lines.intervals(history, Lines.everything("", "soc"), HOURS);
    }
  }

  private static List<String> hour(int number) {
    List<String> lines = new ArrayList<>();
    Instant begin = BEGIN.plusSeconds(3600L * number);
    for (int i = 0; i < 360; i++) {
      // Not the same bytes again and again, so that damage is not at the end of the file.
      double voltage = 13 + (i * 7919 % 1000) / 1000.0;
      lines.add(
          Lines.sample(1 + 360L * number + i, begin.plusSeconds(10L * i), "a", voltage, 1, 50));
    }
    return lines;
  }
}
