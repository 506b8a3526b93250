package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.HistoryWatcher;
import cellwarden.history.Interval;
import cellwarden.history.summary.Summariser;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalReport;
import cellwarden.journal.JournalVerifier;
import cellwarden.journal.Journals;
import cellwarden.output.delivery.Backfill;
import cellwarden.output.delivery.BackfillSettings;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.delivery.DeliveryFile;
import cellwarden.output.delivery.Destination;
import cellwarden.settings.JournalConfig;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A journal with all that goes with it, one file of which a disk damages; then `history` and
/// `run`. Nothing undamaged may be lost or doubled, nothing may be false, and what is damaged must
/// be said.
final class DamagedJournal {

  private static final String CURRENT = "bms_data.jsonl";
  private static final String DELIVERY = "bms_data.mqtt.json";
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:30Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<String> BATTERIES = List.of("a", "b");
  private static final List<String> FIELDS = List.of("power", "voltage", "soc", "temperatures.1");
  private static final int SECTOR = 512;
  private static final int DAYS = 5;

  /// The last day is long enough for a summary of the current file.
  private static final int[] A_DAY = {100, 100, 100, 100, 900};

  private static final BackfillSettings SETTINGS =
      new BackfillSettings(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofMillis(1),
          Duration.ofHours(1),
          1000,
          Optional.empty());

  private static final Destination.Words WORDS =
      new Destination.Words("mqtt", "the broker", battery -> battery, "let it");

  private final Path folder;
  private final Random random;
  private final Set<String> originals;
  private final Map<Path, List<String>> before;
  private final long given;
  private final CapturedLog log;
  private String damage = "";
  private Optional<Path> damaged = Optional.empty();
  private boolean sameTime;

  private DamagedJournal(Path folder, int seed, Whole whole, CapturedLog log) {
    this.folder = folder;
    this.random = new Random(seed);
    this.originals = whole.lines;
    this.before = whole.byFile;
    this.given = whole.given;
    this.log = log;
  }

  /// A journal before any damage.
  static final class Whole {

    private final Path folder;
    private final Set<String> lines;
    private final Map<Path, List<String>> byFile = new HashMap<>();
    private final long given;

    private Whole(Path folder, long given) throws IOException {
      this.folder = folder;
      this.lines = new HashSet<>(PlainLine.lines(folder));
      this.given = given;
      for (Path file : PlainLine.files(folder)) {
        byFile.put(file.getFileName(), PlainLine.linesOf(file));
      }
    }
  }

  /// Four days of which two are compressed, and the current one; summaries of all; some samples
  /// that were not delivered.
  static Whole write(Path folder) throws Exception {
    long seq = 0;
    try (Journal journal = Journal.open(config(folder))) {
      for (int day = 0; day < DAYS; day++) {
        Duration step = Duration.ofDays(1).minusMinutes(1).dividedBy(A_DAY[day]);
        for (int i = 0; i < A_DAY[day]; i++) {
          Instant time = BEGIN.plus(Duration.ofDays(day)).plus(step.multipliedBy(i));
          seq = journal.append(sample(seq + 1, time)).seq().orElseThrow();
          if (i % 40 == 7) {
            journal.append(failure(time));
          }
        }
        if (day == 2) {
          Journals.care(journal, config(folder), new Summariser(journal));
        }
      }
      Files.writeString(
          folder.resolve(DELIVERY),
          "{\"next\":" + (seq - 9) + ",\"pending\":[[40,70],[310,320],[700,720]]}");
      Delivery.of(journal, new DeliveryFile(folder.resolve(DELIVERY), WORDS), SETTINGS).save();
    }
    Notes notes = new Notes();
    History.open(folder.resolve(CURRENT), true, notes).close();
    return new Whole(folder, seq);
  }

  private static JournalConfig config(Path folder) {
    return Defaults.journal(folder.resolve(CURRENT)).withFsync(new JournalConfig.Fsync.Never());
  }

  private static BatteryEvent failure(Instant time) {
    BatteryEvent.Failed failed = Samples.aFailure("a", 1);
    return new BatteryEvent.Failed(time, "a", failed.fault(), 1);
  }

  private static Sample sample(long seq, Instant time) {
    Sample like = Samples.aSample(BATTERIES.get((int) (seq % 2)));
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    values.putAll(like.values());
    values.put(Metric.VOLTAGE, 12 + seq * 7919 % 2000 / 1000.0);
    values.put(Metric.POWER, (seq * 31 % 2001 - 1000) / 10.0);
    Sample plain =
        new Sample(
            OptionalLong.empty(),
            time.truncatedTo(ChronoUnit.MILLIS),
            true,
            like.battery(),
            values,
            Set.of(),
            like.link(),
            1);
    double counted = seq + seq * 13 % 7 / 10.0;
    Map<Metric, Double> counters = new EnumMap<>(Metric.class);
    Metric.COUNTERS.forEach(counter -> counters.put(counter, counted));
    counters.put(Metric.ENERGY_COVERED, 60.0 * seq);
    return plain.withCounters(counters, 1);
  }

  /// Damages a copy of a journal and looks what becomes of it.
  static void check(Path folder, int seed, Whole whole, CapturedLog log) throws Exception {
    Files.createDirectory(folder);
    try (Stream<Path> files = Files.list(whole.folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    DamagedJournal journal = new DamagedJournal(folder, seed, whole, log);
    journal.damage();
    try {
      journal.check();
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed " + seed + ": " + journal.damage, e);
    }
  }

  private void damage() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] old = Files.readAllBytes(file);
    byte[] bytes = old.clone();
    FileTime time = Files.getLastModifiedTime(file);
    int kind = random.nextInt(7);
    switch (kind) {
      case 0, 1 -> {
        for (int i = 0; i <= random.nextInt(8); i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> {
        int near = Math.min(bytes.length, 40);
        int place =
            random.nextBoolean() ? random.nextInt(near) : bytes.length - 1 - random.nextInt(near);
        bytes[place] ^= (byte) (1 << random.nextInt(8));
      }
      case 3, 4 -> {
        int from = random.nextInt(bytes.length / SECTOR + 1) * SECTOR;
        byte[] sector = new byte[Math.min(bytes.length, from + SECTOR) - from];
        if (kind == 4) {
          random.nextBytes(sector);
        }
        System.arraycopy(sector, 0, bytes, from, sector.length);
      }
      case 5 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) 0);
    }
    Files.write(file, bytes);
    sameTime = random.nextBoolean() && !file.toString().endsWith(".gz");
    if (sameTime) {
      Files.setLastModifiedTime(file, time);
    }
    sameTime &= bytes.length == old.length;
    damage =
        List.of("bits", "bits", "edge", "zeros", "garbage", "cut", "zero tail").get(kind)
            + " of "
            + file.getFileName()
            + (sameTime ? ", same time" : "");
    damaged = Arrays.equals(old, bytes) ? Optional.empty() : Optional.of(file.getFileName());
  }

  private boolean isDamaged(String ending) {
    return damaged.filter(file -> file.toString().endsWith(ending)).isPresent();
  }

  private void check() throws Exception {
    Set<String> undamaged = new HashSet<>(PlainLine.lines(folder));
    undamaged.retainAll(originals);
    boolean lost = undamaged.size() < originals.size();
    if (random.nextBoolean()) {
      Notes notes = ask();
      if (isDamaged(".summary")) {
        assertThat(notes.all).as("said").anyMatch(note -> note.contains("had to be made again"));
      }
    }
    ask();
    assertThat(ask().all).as("asked again").noneMatch(note -> note.contains("made again"));
    boolean saidBefore = !lost || isSaidByVerify();
    run(undamaged);
    assertThat(saidBefore).as("verify says it").isTrue();
    sameTime = false;
    ask();
    if (lost) {
      assertThat(isSaidByVerify()).as("verify says it after a run").isTrue();
    }
  }

  /// Lines at the end of the current file that are gone leave no trace but the numbers after them.
  private boolean isSaidByVerify() throws IOException {
    JournalReport report = JournalVerifier.verify(folder.resolve(CURRENT));
    boolean silent = PlainLine.lines(folder).stream().allMatch(line -> originals.contains(line));
    boolean altered =
        PlainLine.lines(folder).stream()
            .filter(line -> !originals.contains(line))
            .allMatch(line -> PlainLine.of(line).isPresent() || isFault(line));
    return silent
        || altered
        || report.wrong().count() + report.torn().count() + report.gaps().count() > 0;
  }

  private static boolean isFault(String line) {
    return line.contains("\"fault\":") && line.endsWith("}");
  }

  private Notes ask() throws Exception {
    Notes notes = new Notes();
    List<PlainLine> lines = PlainLine.all(folder);
    try (History history = History.open(folder.resolve(CURRENT), true, notes)) {
      for (String battery : BATTERIES) {
        askForSamples(history, battery, lines);
        askForDays(history, battery, lines);
        askForMinutes(history, battery, lines);
      }
    }
    long unreadable =
        PlainLine.lines(folder).stream()
            .filter(line -> PlainLine.of(line).isEmpty() && !isFault(line))
            .count();
    if (unreadable > 0 || !PlainLine.areWhole(folder)) {
      assertThat(notes.all)
          .as("said of " + unreadable + " lines")
          .anyMatch(note -> note.contains("could not be read") || note.contains("is damaged"));
    }
    return notes;
  }

  private void askForSamples(History history, String battery, List<PlainLine> lines)
      throws Exception {
    List<String> shown = new ArrayList<>();
    history.samples(
        query(battery, HistoryQuery.BEGINNING, HistoryQuery.END),
        row -> shown.add(new String(row.json(), StandardCharsets.ISO_8859_1)));
    requireSame("samples of " + battery, shown, of(battery, lines).map(PlainLine::text).toList());
  }

  /// With a message that can be read.
  private static void requireSame(String what, List<String> found, List<String> expected) {
    for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
      String one = i < found.size() ? found.get(i) : "nothing";
      String other = i < expected.size() ? expected.get(i) : "nothing";
      if (!one.equals(other)) {
        throw new AssertionError(what + ", number " + i + ": " + one + " instead of " + other);
      }
    }
  }

  private static Stream<PlainLine> of(String battery, List<PlainLine> lines) {
    return lines.stream().filter(line -> line.battery().equals(battery));
  }

  private void askForDays(History history, String battery, List<PlainLine> lines) throws Exception {
    List<Interval> days = new ArrayList<>();
    history.intervals(
        query(battery, HistoryQuery.BEGINNING, HistoryQuery.END),
        Grid.of(Duration.ofDays(1), BERLIN),
        days::add);
    UnaryOperator<Instant> start =
        time -> time.atZone(BERLIN).toLocalDate().atStartOfDay(BERLIN).toInstant();
    UnaryOperator<Instant> end =
        time -> time.atZone(BERLIN).toLocalDate().plusDays(1).atStartOfDay(BERLIN).toInstant();
    eitherWay(battery, lines, HistoryQuery.BEGINNING, HistoryQuery.END, start, end, days);
  }

  private void askForMinutes(History history, String battery, List<PlainLine> lines)
      throws Exception {
    Instant since = BEGIN.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(random.nextInt(100)));
    Instant until = since.plus(Duration.ofHours(1 + random.nextInt(30)));
    List<Interval> minutes = new ArrayList<>();
    history.intervals(query(battery, since, until), Grid.utc(Duration.ofMinutes(10)), minutes::add);
    UnaryOperator<Instant> start =
        time -> Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 600) * 600);
    eitherWay(
        battery, lines, since, until, start, time -> start.apply(time).plusSeconds(600), minutes);
  }

  /// A disk that loses bits leaves the time of the file alone. What was added up before is what the
  /// lines said when they were whole.
  private void eitherWay(
      String battery,
      List<PlainLine> lines,
      Instant since,
      Instant until,
      UnaryOperator<Instant> start,
      UnaryOperator<Instant> end,
      List<Interval> answer)
      throws IOException {
    try {
      added(battery, lines, start, end).check(answer, since, until);
    } catch (AssertionError e) {
      if (!sameTime) {
        throw e;
      }
      added(battery, wholeLines(), start, end).check(answer, since, until);
    }
  }

  private List<PlainLine> wholeLines() throws IOException {
    List<PlainLine> lines = new ArrayList<>();
    for (Path file : PlainLine.files(folder)) {
      for (String line : before.getOrDefault(file.getFileName(), List.of())) {
        PlainLine.of(line).ifPresent(lines::add);
      }
    }
    return lines;
  }

  private static PlainHistory added(
      String battery,
      List<PlainLine> lines,
      UnaryOperator<Instant> start,
      UnaryOperator<Instant> end) {
    PlainHistory history = new PlainHistory(FIELDS, start, end);
    of(battery, lines).forEach(history::add);
    return history;
  }

  private static HistoryQuery query(String battery, Instant since, Instant until) {
    return new HistoryQuery(Optional.of(battery), since, until, HistoryField.of(FIELDS));
  }

  /// A run of the program: new samples, a rotation, the care for the segments, and delivery.
  private void run(Set<String> undamaged) throws Exception {
    Queue<String> delivered = new ConcurrentLinkedQueue<>();
    Set<Long> fresh = new HashSet<>();
    Set<Long> owed = owed();
    JournalConfig config = config(folder);
    try (Journal journal = Journal.open(config)) {
      DeliveryFile file = new DeliveryFile(folder.resolve(DELIVERY), WORDS);
      Delivery delivery = Delivery.of(journal, file, SETTINGS);
      for (int i = 0; i < 8; i++) {
        Instant time =
            BEGIN
                .plus(Duration.ofDays(i < 4 ? DAYS - 1 : DAYS))
                .plus(Duration.ofMinutes(23 * 60 + 40 + i));
        EncodedEvent line =
            journal.append(
                new BatteryEvent.Reading(
                    sample(given + 1 + i, i < 4 ? time : time.minus(Duration.ofHours(22)))));
        long seq = ((BatteryEvent.Reading) line.event()).sample().seq().orElseThrow();
        assertThat(fresh.add(seq)).as("seq " + seq + " is new").isTrue();
        assertThat(seq).isGreaterThan(given);
        delivery.noted(seq);
      }
      Journals.care(journal, config, new Summariser(journal));
      Backfill backfill = new Backfill(WORDS, journal, delivery, SETTINGS, InstantSource.system());
      backfill.begin((_, json) -> delivered.add(new String(json, StandardCharsets.ISO_8859_1)));
      Guard.await("delivery", () -> delivery.missedCount() == 0);
      backfill.end();
      delivery.save();
    }
    checkLines(undamaged, fresh);
    checkDelivered(delivered, owed, fresh);
  }

  private void checkLines(Set<String> undamaged, Set<Long> fresh) throws IOException {
    List<String> after = PlainLine.lines(folder);
    List<String> kept = after.stream().filter(undamaged::contains).sorted().toList();
    requireSame("undamaged lines after a run", kept, undamaged.stream().sorted().toList());
    assertThat(after.stream().flatMap(line -> PlainLine.of(line).stream()).map(PlainLine::seq))
        .as("new lines")
        .containsAll(fresh);
  }

  /// The undamaged samples that were not delivered yet.
  private Set<Long> owed() throws IOException {
    Set<Long> owed = new HashSet<>();
    for (PlainLine line : PlainLine.all(folder)) {
      long seq = line.seq();
      boolean isOwed =
          (seq >= 40 && seq <= 70)
              || (seq >= 310 && seq <= 320)
              || (seq >= 700 && seq <= 720)
              || seq >= given - 9;
      if (isOwed && originals.contains(line.text())) {
        owed.add(seq);
      }
    }
    return owed;
  }

  private void checkDelivered(Queue<String> delivered, Set<Long> owed, Set<Long> fresh)
      throws IOException {
    Set<String> there = new HashSet<>(PlainLine.lines(folder));
    Set<Long> seqs = new HashSet<>();
    for (String line : delivered) {
      assertThat(there.contains(line)).as("nothing false is delivered: " + line).isTrue();
      PlainLine.of(line).ifPresent(sample -> seqs.add(sample.seq()));
    }
    assertThat(seqs).as("delivered").containsAll(fresh);
    assertThat(seqs).as("delivered").containsAll(owed);
    if (isDamaged(DELIVERY)) {
      assertThat(log.messages("WARN"))
          .as("said")
          .anyMatch(message -> message.contains(folder + "/" + DELIVERY + " is damaged ("));
    }
  }

  /// What `history` prints beside the answer.
  private static final class Notes implements HistoryWatcher {

    private final List<String> all = new ArrayList<>();

    @Override
    public void read(long bytes, long of) {
      // It takes a moment.
    }

    @Override
    public void note(String text) {
      all.add(text);
    }
  }
}
