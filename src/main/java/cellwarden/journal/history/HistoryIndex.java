package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/// The file beside the journal that holds what was added up hour by hour. It is brought up to date
/// by reading what was written since; where it does not belong to this journal, or is damaged, it
/// is built anew.
final class HistoryIndex {

  /// To be raised with every change of what the tables mean.
  private static final int VERSION = 1;

  private static final String FIELDS = "fields";
  private static final String TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
  private static final int NUMBER_OF_TABLES = 4;

  private final CellStore store;
  private final JournalSnapshot snapshot;
  private final HistoryWatcher watcher;

  private HistoryIndex(CellStore store, JournalSnapshot snapshot, HistoryWatcher watcher) {
    this.store = store;
    this.snapshot = snapshot;
    this.watcher = watcher;
  }

  /// Opens the index and brings it up to date.
  ///
  /// @throws SQLException if it can neither be read nor written here
  static CellStore open(Path file, JournalSnapshot snapshot, HistoryWatcher watcher)
      throws SQLException, IOException, InterruptedException {
    try {
      return attempt(file, snapshot, watcher);
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw e;
      }
      watcher.note("index " + file + " was damaged or of another version and is built anew");
      delete(file);
      return attempt(file, snapshot, watcher);
    }
  }

  /// Removes the index; it comes back with the next query.
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-journal"));
  }

  private static CellStore attempt(Path file, JournalSnapshot snapshot, HistoryWatcher watcher)
      throws SQLException, IOException, InterruptedException {
    CellStore store = CellStore.of(file);
    boolean complete = false;
    try {
      new HistoryIndex(store, snapshot, watcher).update();
      complete = true;
      return store;
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  private static boolean isDamage(SQLException trouble) {
    String text = String.valueOf(trouble.getMessage());
    return List.of("[SQLITE_NOTADB]", "[SQLITE_CORRUPT", "[SQLITE_ERROR]", "[SQLITE_MISMATCH]")
        .stream()
        .anyMatch(text::startsWith);
  }

  private void update() throws SQLException, IOException, InterruptedException {
    store.execute("BEGIN IMMEDIATE");
    long version = store.number("PRAGMA user_version").orElse(0);
    if (version == 0) {
      store.createTables();
      store.execute("PRAGMA user_version = " + VERSION);
      store.putMeta(FIELDS, IndexedFields.signature());
    } else if (store.number(TABLES).orElse(0) != NUMBER_OF_TABLES
        || version != VERSION
        || !store.meta(FIELDS).equals(Optional.of(IndexedFields.signature()))) {
      throw new SQLException("[SQLITE_MISMATCH] version " + version);
    }
    follow();
    store.execute("COMMIT");
  }

  /// Goes on behind the mark, or from the beginning where there is none that fits.
  private void follow() throws SQLException, IOException, InterruptedException {
    Optional<Mark> mark = store.meta(Mark.NAME).flatMap(Mark::parse);
    Optional<BatchReader.Place> behind = mark.isEmpty() ? Optional.empty() : behind(mark.get());
    OptionalLong first = firstSeq();
    if (behind.isEmpty() || first.isEmpty() || first.getAsLong() < mark.get().first()) {
      if (mark.isPresent()) {
        watcher.note("the index did not fit the journal and is built anew");
      }
      for (String table : List.of("cell", "value", "battery")) {
        store.execute("DELETE FROM " + table);
      }
      store.execute("DELETE FROM meta WHERE name = '" + Mark.NAME + "'");
      append(BatchReader.Place.START, first.orElse(0));
      return;
    }
    if (first.getAsLong() > mark.get().first()) {
      new Shortening(store, snapshot, watcher, first.getAsLong(), mark.get().last()).apply();
      Mark old = mark.get();
      Mark shortened =
          new Mark(first.getAsLong(), old.part(), old.offset(), old.last(), old.checksum());
      store.putMeta(Mark.NAME, shortened.text());
    }
    append(behind.get(), first.getAsLong());
  }

  private OptionalLong firstSeq() {
    return snapshot.parts().stream()
        .map(JournalPart::firstSeq)
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }

  /// Where to go on; empty if the line of the mark is not where it was.
  private Optional<BatchReader.Place> behind(Mark mark) throws IOException {
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

  private void append(BatchReader.Place from, long first)
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
      store.putMeta(Mark.NAME, reached[0].text());
    }
  }

  private static Mark mark(long first, Samples samples) {
    int row = samples.count() - 1;
    Batch batch = samples.batch();
    int line = samples.line(row);
    long checksum = checksum(batch.bytes(), batch.start(line), batch.end(line) - batch.start(line));
    return new Mark(first, batch.part(), batch.offset(line), samples.seq(row), checksum);
  }
}
