package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that gives back other bits than it was given costs what it damaged, and that is said: of
/// the rest nothing is lost, doubled or false. Say `-Dhistory.damages=500` for more.
final class DamageTest {

  private static final int DAMAGES = Integer.getInteger("history.damages", 40);
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
  private static final int SECTOR = 512;

  @TempDir private Path temporary = Path.of("");

  @Test
  void costsOnlyWhatIsDamaged() throws Exception {
    Path whole = Files.createDirectory(temporary.resolve("whole"));
    Set<String> lines = write(whole);
    ask(whole, true, new Lines.Watcher());
    for (int i = 0; i < DAMAGES; i++) {
      Path folder = temporary.resolve("damaged" + i);
      copy(whole, folder);
      Random random = new Random(i);
      // Files that are copied have another time, so every second journal is asked before.
      if (random.nextBoolean()) {
        ask(folder, true, new Lines.Watcher());
      }
      String what = i + ": " + damage(folder, random);
      check(what, folder, lines);
    }
  }

  private void check(String what, Path folder, Set<String> lines) throws Exception {
    Lines.Watcher watcher = new Lines.Watcher();
    Answers kept = ask(folder, true, watcher);
    Answers again = ask(folder, true, new Lines.Watcher());
    Answers scanned = ask(folder, false, new Lines.Watcher());
    assertThat(kept).as(what).isEqualTo(scanned);
    assertThat(again).as(what).isEqualTo(scanned);

    List<String> shown = kept.samples();
    assertThat(shown).as(what).doesNotHaveDuplicates();
    Set<String> undamaged = new HashSet<>(readable(folder));
    undamaged.retainAll(lines);
    assertThat(shown).as(what).containsAll(undamaged);
    Set<String> lost = new HashSet<>(lines);
    shown.forEach(lost::remove);
    if (!lost.isEmpty() && !what.contains("cut") && shown.size() < lines.size()) {
      assertThat(watcher.notes).as(what).isNotEmpty();
    }
  }

  /// The lines of the files that are not compressed.
  private static List<String> readable(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(folder)) {
      if (file.toString().endsWith(".jsonl")) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        lines.addAll(List.of(text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)));
      }
    }
    return lines;
  }

  private record Answers(List<Interval> days, List<Interval> minutes, List<String> samples) {}

  private static Answers ask(Path folder, boolean withSummaries, Lines.Watcher watcher)
      throws Exception {
    try (History history = History.open(folder.resolve("bms_data.jsonl"), withSummaries, watcher)) {
      List<Interval> days = new ArrayList<>();
      List<Interval> minutes = new ArrayList<>();
      List<String> samples = new ArrayList<>();
      for (String battery : List.of("a", "b")) {
        HistoryQuery query = Lines.everything(battery, "voltage", "soc", "temperatures.1");
        days.addAll(
            Lines.intervals(
                history, query, Grid.of(Duration.ofDays(1), ZoneId.of("Europe/Berlin"))));
        HistoryQuery some =
            new HistoryQuery(
                Optional.of(battery),
                BEGIN.plusSeconds(5000),
                BEGIN.plusSeconds(9000),
                query.fields());
        minutes.addAll(Lines.intervals(history, some, Grid.utc(Duration.ofMinutes(10))));
        Lines.samples(history, query)
            .forEach(row -> samples.add(new String(row.json(), StandardCharsets.ISO_8859_1)));
      }
      return new Answers(days, minutes, samples);
    }
  }

  private static String damage(Path folder, Random random) throws IOException {
    List<Path> files = files(folder);
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    String name = String.valueOf(file.getFileName());
    return switch (random.nextInt(5)) {
      case 0 -> {
        for (int i = 0; i <= random.nextInt(8); i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
        yield "bits of " + name;
      }
      case 1 -> {
        int sector = random.nextInt(bytes.length / SECTOR + 1) * SECTOR;
        Arrays.fill(bytes, sector, Math.min(bytes.length, sector + SECTOR), (byte) 0);
        Files.write(file, bytes);
        yield "zeros in " + name;
      }
      case 2 -> {
        Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        yield "cut " + name;
      }
      case 3 -> {
        Path other = files.get(random.nextInt(files.size()));
        if (kind(other).equals(kind(file)) && !other.equals(file)) {
          Path aside = folder.resolve("aside");
          Files.move(file, aside);
          Files.move(other, file);
          Files.move(aside, other);
        }
        yield "swapped " + name + " and " + other.getFileName();
      }
      default -> {
        List<Path> summaries = files.stream().filter(each -> kind(each).equals("summary")).toList();
        Path from = summaries.get(random.nextInt(summaries.size()));
        Path to = summaries.get(random.nextInt(summaries.size()));
        if (!from.equals(to)) {
          Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        yield "summary of " + from.getFileName() + " as " + to.getFileName();
      }
    };
  }

  private static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Five segments, three of them compressed, and a current file; two batteries.
  private static Set<String> write(Path folder) throws IOException {
    Set<String> all = new HashSet<>();
    int seq = 0;
    for (int part = 0; part < 6; part++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < (part == 5 ? 2500 : 200); i++) {
        seq++;
        Instant time = BEGIN.plusSeconds(10L * seq);
        double voltage = 13 + (seq * 7919 % 1000) / 1000.0;
        String line = Lines.sample(seq, time, seq % 3 == 0 ? "b" : "a", voltage, 36, seq % 100);
        lines.add(Lines.counted(line, seq / 10.0, 0, 10.0 * seq));
      }
      all.addAll(lines);
      Path file =
          folder.resolve(
              part == 5 ? "bms_data.jsonl" : "bms_data-2026-06-0" + (part + 1) + ".jsonl");
      Lines.append(file, lines);
      if (part < 3) {
        Lines.compress(file);
      }
    }
    return all;
  }
}
