package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The file beside the journal that holds what was added up hour by hour. It is brought up to date
/// by reading what was written since; where it does not belong to this journal, or is damaged, it
/// is built anew.
final class HistoryIndex implements AutoCloseable {

  /// To be raised with every change of what the tables mean.
  private static final int VERSION = 3;

  private final CellStore store;
  private final IndexNotes notes;
  private final HistoryWatcher watcher;

  private HistoryIndex(CellStore store, HistoryWatcher watcher) {
    this.store = store;
    this.notes = new IndexNotes(store.database());
    this.watcher = watcher;
  }

  /// Opens the index, or begins one.
  ///
  /// @throws IndexException if it can neither be read nor written here, or is damaged
  static HistoryIndex open(Path file, HistoryWatcher watcher) throws IndexException {
    HistoryIndex index = new HistoryIndex(CellStore.of(file), watcher);
    boolean complete = false;
    try {
      index.begin();
      complete = true;
      return index;
    } finally {
      if (!complete) {
        index.close();
      }
    }
  }

  private void begin() throws IndexException {
    store.database().execute("BEGIN IMMEDIATE");
    long version = notes.version();
    if (version == 0) {
      store.createTables();
      notes.putVersion(VERSION);
      notes.putFields(IndexedFields.signature());
    } else if (notes.tables() != CellSchema.TABLES
        || version != VERSION
        || !notes.fields().equals(Optional.of(IndexedFields.signature()))) {
      throw IndexException.damaged();
    }
  }

  /// Removes an index; it comes back with the next query.
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-journal"));
  }

  CellStore store() {
    return store;
  }

  /// The rotated files as they were when the index was brought up to date.
  Set<KnownPart> knownParts() throws IndexException {
    return notes.parts();
  }

  /// Takes in what was written since the last time, and forgets what was removed.
  ///
  /// @return false if the index does not belong to these files: it is empty now, and the files must
  ///   be looked at again without [#knownParts()]
  boolean follow(JournalSnapshot snapshot) throws IOException, InterruptedException {
    Optional<IndexPosition> known = notes.position();
    long first = IndexFit.firstSeq(snapshot).orElse(0);
    if (known.isEmpty()) {
      append(snapshot, BatchReader.Place.START, first);
    } else {
      IndexPosition position = known.get();
      Optional<BatchReader.Place> place =
          new IndexFit(snapshot, position, notes.parts(), notes.damaged()).place();
      if (place.isEmpty()) {
        watcher.note("the index did not fit the journal and is built anew");
        store.clear();
        return false;
      }
      if (first > position.first()) {
        new Shortening(store, snapshot, watcher, first, position.last()).apply();
        notes.putPosition(position.beginningAt(first));
      }
      append(snapshot, place.get(), first);
    }
    noteParts(snapshot);
    store.database().execute("COMMIT");
    return true;
  }

  private void noteParts(JournalSnapshot snapshot) throws IndexException {
    Set<KnownPart> rotated =
        snapshot.parts().stream()
            .filter(part -> !part.current())
            .map(KnownPart::of)
            .collect(Collectors.toSet());
    if (!rotated.equals(notes.parts())) {
      notes.putParts(rotated);
    }
    Set<DamagedPart> there =
        snapshot.parts().stream()
            .filter(JournalPart::compressed)
            .map(DamagedPart::of)
            .collect(Collectors.toSet());
    notes.damaged().stream().filter(there::contains).forEach(part -> watcher.note(part.note()));
  }

  private void append(JournalSnapshot snapshot, BatchReader.Place from, long first)
      throws IOException, InterruptedException {
    Aggregator aggregator =
        new Aggregator(Grid.hours(), IndexedFields.ALL.size(), IndexedFields.POWER);
    store.chains().forEach(aggregator::resume);
    IndexPosition[] reached = new IndexPosition[1];
    try (BatchReader reader = new BatchReader(snapshot, from, watcher)) {
      Scan.run(
          reader,
          SamplePlan.ofNumbers(IndexedFields.ALL),
          samples -> {
            for (int row = 0; row < samples.count(); row++) {
              aggregator.add(samples, row);
            }
            if (samples.count() > 0) {
              reached[0] = position(first, samples);
            }
            store.addAbove(aggregator, CellStore.CELLS_AT_ONCE);
            return true;
          });
      noteDamaged(reader.damaged());
    }
    store.addAbove(aggregator, 0);
    if (reached[0] != null) {
      notes.putPosition(reached[0]);
    }
  }

  private void noteDamaged(Set<DamagedPart> found) throws IndexException {
    if (!found.isEmpty()) {
      Set<DamagedPart> all = new LinkedHashSet<>(notes.damaged());
      all.addAll(found);
      notes.putDamaged(all);
    }
  }

  private static IndexPosition position(long first, Samples samples) {
    int row = samples.count() - 1;
    Batch batch = samples.batch();
    int line = samples.line(row);
    int start = batch.start(line);
    return new IndexPosition(
        first,
        batch.part(),
        batch.offset(line),
        samples.seq(row),
        IndexPosition.checksum(batch.bytes(), start, batch.end(line) - start));
  }

  @Override
  public void close() throws IndexException {
    store.close();
  }
}
