package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    assertThat(watcher.notes).isEmpty();
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
    assertThat(watcher.notes).isEmpty();
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
  void saysEachTimeThatACompressedFileIsDamaged(boolean withSummaries) throws Exception {
    Lines.compress(rotated(2));
    damage(rotated(2));
    for (int i = 0; i < 2; i++) {
      watcher.notes.clear();
      assertThat(hours(withSummaries)).hasSize(4);
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
    assertThat(watcher.notes).isEmpty();
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
      assertThat(files.filter(file -> file.toString().contains("summary"))).isEmpty();
    }
  }

  private void refuses(Path named, String sentence) {
    assertThatThrownBy(() -> History.open(named, true, watcher).close())
        .isInstanceOf(HistoryException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> History.reindex(named, watcher))
        .isInstanceOf(HistoryException.class)
        .hasMessage(sentence);
  }

  /// Two lines cannot be read: a torn one and one that says it is no sample.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysHowManyLinesCannotBeRead(boolean withSummaries) throws Exception {
    Lines.appendText(rotated(2), "{\"seq\":7,\"time\":\n");
    assertThat(hours(withSummaries)).hasSize(4);
    assertThat(watcher.notes)
        .containsExactly(
            "1 line of the journal could not be read and is left out; journal verify says which");
    watcher.notes.clear();
    Lines.appendText(journal, "{\"seq\":9,\"time\":\"x\",\"battery\":\"a\"}\n{\"seq\":9,");
    assertThat(hours(withSummaries)).hasSize(4);
    assertThat(watcher.notes)
        .containsExactly(
            "2 lines of the journal could not be read and are left out; journal verify says which");
  }

  /// A disk that loses bits leaves size and time alone: what was added up before is still right,
  /// but samples are missing.
  @Test
  void saysOfLinesThatWereLostSinceTheyWereAddedUp() throws Exception {
    hours();
    byte[] bytes = Files.readAllBytes(rotated(2));
    FileTime time = Files.getLastModifiedTime(rotated(2));
    bytes[bytes.length / 2] = 0;
    Files.write(rotated(2), bytes);
    Files.setLastModifiedTime(rotated(2), time);
    assertThat(hours()).extracting(Interval::samples).containsOnly(360L);
    assertThat(watcher.notes).isEmpty();
    try (History history = History.open(journal, true, watcher)) {
      assertThat(Lines.samples(history, Lines.everything("", "soc"))).hasSize(4 * 360 - 1);
    }
    assertThat(watcher.notes)
        .containsExactly(
            "1 line of the journal could not be read and is left out; journal verify says which");
  }

  /// A line of the second day does not concern those who ask for the fourth.
  @Test
  void saysNothingOfLinesOfAnotherTime() throws Exception {
    Lines.appendText(rotated(2), "torn\n");
    try (History history = History.open(journal, true, watcher)) {
      HistoryQuery all = Lines.everything("", "soc");
      HistoryQuery late =
          new HistoryQuery(
              all.battery(), Instant.parse("2026-06-01T04:00:00Z"), all.until(), all.fields());
      assertThat(Lines.samples(history, late)).hasSize(360);
      assertThat(Lines.intervals(history, late, HOURS)).hasSize(1);
    }
    assertThat(watcher.notes).isEmpty();
  }

  /// Rotated files without a current one are a journal, too.
  @Test
  void readsWhatIsLeftWithoutACurrentFile() throws Exception {
    Files.delete(journal);
    assertThat(hours()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheTimesOfTheFirstAndTheLastSample(boolean withSummaries) throws Exception {
    Lines.appendText(journal, Lines.fault("2026-06-01T06:00:00Z") + "\n");
    try (History history = History.open(journal, withSummaries, watcher)) {
      assertThat(history.period(Lines.everything("", "soc")))
          .contains(
              new HistoryQuery.Period(
                  Instant.parse("2026-06-01T01:00:00Z"), Instant.parse("2026-06-01T04:59:50Z")));
    }
  }

  @Test
  void givesValuesAsTheyAre() {
    String line = Lines.sample(1, BEGIN, "a", 13.31, -4.5, 87);
    SampleRow row = new SampleRow(1, BEGIN, "a", line.getBytes(StandardCharsets.UTF_8));
    assertThat(
            row.values(
                HistoryField.of(
                    List.of(
                        "cells",
                        "cells.1",
                        "cells.9",
                        "charge_fet",
                        "hardware_version",
                        "soc",
                        "cycles"))))
        .containsExactly(List.of(3.328, 3.327), 3.328, null, true, "JBD, \"4S\"", 87L, null);
  }

  @Test
  void tellsWhatIsSaidOfASample() throws Exception {
    String line =
        Lines.sample(2000, BEGIN.plusSeconds(18_000), "a", 13.3, 1, 50)
            .replace("\"battery\"", "\"clock\":\"unsynchronised\",\"battery\"")
            .replace("\"rssi\":-61}", "\"stack\":\"kernel\"},\"suspect\":[\"voltage\"]");
    Files.write(journal, (line + "\n").getBytes(StandardCharsets.UTF_8));
    try (History history = History.open(journal, false, watcher)) {
      HistoryQuery query = Lines.everything("", "seq", "clock", "suspect", "link.stack", "soc");
      SampleRow row = Lines.samples(history, query).getLast();
      assertThat(row.values(query.fields()))
          .containsExactly(2000L, "unsynchronised", List.of("voltage"), "kernel", 50L);
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

  private List<Interval> hours(boolean withSummaries) throws Exception {
    try (History history = History.open(journal, withSummaries, watcher)) {
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
