package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownPart;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The file beside the journal that holds what was added up hour by hour. It is brought up to date
/// by reading what was written since; where it does not belong to this journal, or is damaged, it
/// is built anew.
final class HistoryIndex implements AutoCloseable {

  /// To be raised with every change of what the tables mean.
  private static final int VERSION = 1;

  private static final String FIELDS = "fields";
  private static final String TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
  private static final int NUMBER_OF_TABLES = 5;

  private final CellStore store;
  private final HistoryWatcher watcher;

  private HistoryIndex(CellStore store, HistoryWatcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  /// Opens the index, or begins one.
  ///
  /// @throws SQLException if it can neither be read nor written here, or is damaged
  static HistoryIndex open(Path file, HistoryWatcher watcher) throws SQLException {
    CellStore store = CellStore.of(file);
    boolean complete = false;
    try {
      begin(store);
      complete = true;
      return new HistoryIndex(store, watcher);
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  private static void begin(CellStore store) throws SQLException {
    store.execute("BEGIN IMMEDIATE");
    long version = store.number("PRAGMA user_version").orElse(0);
    if (version == 0) {
      store.createTables();
      store.execute("PRAGMA user_version = " + VERSION);
      new IndexNotes(store).putMeta(FIELDS, IndexedFields.signature());
    } else if (store.number(TABLES).orElse(0) != NUMBER_OF_TABLES
        || version != VERSION
        || !new IndexNotes(store).meta(FIELDS).equals(Optional.of(IndexedFields.signature()))) {
      throw new SQLException("[SQLITE_MISMATCH] version " + version);
    }
  }

  /// Removes an index; it comes back with the next query.
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-journal"));
  }

  /// Whether a new one is the cure.
  static boolean isDamage(SQLException trouble) {
    String text = String.valueOf(trouble.getMessage());
    return List.of("[SQLITE_NOTADB]", "[SQLITE_CORRUPT", "[SQLITE_ERROR]", "[SQLITE_MISMATCH]")
        .stream()
        .anyMatch(text::startsWith);
  }

  CellStore store() {
    return store;
  }

  /// The rotated files as they were when the index was brought up to date.
  Set<KnownPart> knownParts() throws SQLException {
    return new IndexNotes(store).parts();
  }

  /// Takes in what was written since the last time, and forgets what was removed.
  ///
  /// @return false if the index does not belong to these files: it is empty now, and the files must
  ///   be looked at again without [#knownParts()]
  boolean follow(JournalSnapshot snapshot) throws SQLException, IOException, InterruptedException {
    Optional<Mark> known = new IndexNotes(store).meta(Mark.NAME).flatMap(Mark::parse);
    OptionalLong first = firstSeq(snapshot);
    if (known.isEmpty()) {
      append(snapshot, BatchReader.Place.START, first.orElse(0));
    } else {
      Mark mark = known.get();
      Optional<BatchReader.Place> behind = behind(snapshot, mark);
      if (behind.isEmpty() || first.isEmpty() || first.getAsLong() < mark.first()) {
        watcher.note("the index did not fit the journal and is built anew");
        store.clear();
        return false;
      }
      if (first.getAsLong() > mark.first()) {
        new Shortening(store, snapshot, watcher, first.getAsLong(), mark.last()).apply();
        new IndexNotes(store).putMeta(Mark.NAME, mark.beginningAt(first.getAsLong()).text());
      }
      append(snapshot, behind.get(), first.getAsLong());
    }
    Set<KnownPart> rotated =
        snapshot.parts().stream()
            .filter(part -> !part.current())
            .map(KnownPart::of)
            .collect(Collectors.toSet());
    if (!rotated.equals(new IndexNotes(store).parts())) {
      new IndexNotes(store).putParts(rotated);
    }
    store.execute("COMMIT");
    return true;
  }

  private static OptionalLong firstSeq(JournalSnapshot snapshot) {
    return snapshot.parts().stream()
        .map(JournalPart::firstSeq)
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }

  /// Where to go on; empty if the line of the mark is not where it was.
  private static Optional<BatchReader.Place> behind(JournalSnapshot snapshot, Mark mark)
      throws IOException {
    List<JournalPart> parts = snapshot.parts();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).firstSeq().equals(OptionalLong.of(mark.part()))) {
        Optional<LineReader> found = snapshot.lines(parts.get(i), mark.offset());
        return found.isEmpty() ? Optional.empty() : behind(mark, i, found.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<BatchReader.Place> behind(Mark mark, int part, LineReader lines)
      throws IOException {
    try (lines) {
      boolean same =
          lines.next()
              && lines.ended()
              && checksum(lines.buffer(), lines.start(), lines.length()) == mark.checksum();
      return same ? Optional.of(new BatchReader.Place(part, lines.nextOffset())) : Optional.empty();
    }
  }

  private static long checksum(byte[] bytes, int start, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, start, length);
    return sum.getValue();
  }

  private void append(JournalSnapshot snapshot, BatchReader.Place from, long first)
      throws SQLException, IOException, InterruptedException {
    Aggregator aggregator =
        new Aggregator(Grid.hours(), IndexedFields.ALL.size(), IndexedFields.POWER);
    store.chains().forEach(aggregator::resume);
    Mark[] reached = new Mark[1];
    try (BatchReader reader = new BatchReader(snapshot, from, watcher)) {
      Scan.run(
          reader,
          SamplePlan.ofNumbers(IndexedFields.ALL),
          samples -> {
            for (int row = 0; row < samples.count(); row++) {
              aggregator.add(samples, row);
            }
            if (samples.count() > 0) {
              reached[0] = mark(first, samples);
            }
            store.addAbove(aggregator, CellStore.CELLS_AT_ONCE);
            return true;
          });
    }
    store.addAbove(aggregator, 0);
    if (reached[0] != null) {
      new IndexNotes(store).putMeta(Mark.NAME, reached[0].text());
    }
  }

  private static Mark mark(long first, Samples samples) {
    int row = samples.count() - 1;
    Batch batch = samples.batch();
    int line = samples.line(row);
    long checksum = checksum(batch.bytes(), batch.start(line), batch.end(line) - batch.start(line));
    return new Mark(first, batch.part(), batch.offset(line), samples.seq(row), checksum);
  }

  @Override
  public void close() throws SQLException {
    store.close();
  }
}
