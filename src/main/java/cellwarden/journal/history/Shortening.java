package cellwarden.journal.history;

import cellwarden.journal.JournalSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Takes out of an index what the journal no longer has at its old end, so that it says what one
/// says that was built today.
///
/// Whole cells are dropped. Cells that lost a part of their samples, and those of the samples whose
/// [Chain] reached back before the new beginning, are added up again.
final class Shortening {

  private final CellStore store;
  private final JournalSnapshot snapshot;
  private final HistoryWatcher watcher;
  private final long first;
  private final long last;
  private final Map<Long, Map<Long, Known>> known = new HashMap<>();
  private final Map<Long, Set<Long>> stale = new HashMap<>();
  private Map<String, Long> ids = Map.of();
  private long horizon;

  /// A cell of the index, by the numbers of the first and last sample that had to do with it.
  private record Known(long first, long last) {}

  /// @param first number of the first sample that is left
  /// @param last number of the last sample that the index knows
  Shortening(
      CellStore store, JournalSnapshot snapshot, HistoryWatcher watcher, long first, long last) {
    this.store = store;
    this.snapshot = snapshot;
    this.watcher = watcher;
    this.first = first;
    this.last = last;
  }

  void apply() throws IOException, InterruptedException {
    store.removeBefore(first);
    for (Map.Entry<String, Chain> battery : store.chains().entrySet()) {
      if (battery.getValue().seq() < first) {
        store.removeBattery(battery.getKey());
      }
    }
    ids = store.batteries();
    loadCells();
    Aggregator fresh = again();
    for (Map.Entry<Long, Set<Long>> battery : stale.entrySet()) {
      for (long start : battery.getValue()) {
        store.remove(battery.getKey(), start);
      }
    }
    for (Map.Entry<String, Aggregator.Battery> entry : fresh.batteries().entrySet()) {
      replace(entry.getKey(), entry.getValue());
    }
  }

  private void loadCells() throws IndexException {
    try (Rows cells = store.cells()) {
      while (cells.next()) {
        long battery = cells.number(1);
        known
            .computeIfAbsent(battery, _ -> new HashMap<>())
            .put(cells.number(2), new Known(cells.number(3), cells.number(4)));
        if (cells.number(3) < first) {
          markStale(battery, cells.number(2));
        }
      }
    }
  }

  private void markStale(long battery, long start) {
    stale.computeIfAbsent(battery, _ -> new HashSet<>()).add(start);
    Known cell = known.getOrDefault(battery, Map.of()).get(start);
    horizon = Math.max(horizon, cell == null ? 0 : cell.last());
  }

  /// Adds up from the new beginning on, until every stale cell is complete again.
  private Aggregator again() throws IOException, InterruptedException {
    Aggregator fresh = new Aggregator(Grid.hours(), IndexedFields.ALL.size(), IndexedFields.POWER);
    try (BatchReader reader = new BatchReader(snapshot, BatchReader.Place.START, watcher)) {
      Scan.run(
          reader,
          SamplePlan.ofNumbers(IndexedFields.ALL),
          samples -> {
            for (int row = 0; row < samples.count(); row++) {
              if (isEnough(fresh, samples.seq(row))) {
                return false;
              }
              add(fresh, samples, row);
            }
            return true;
          });
    }
    return fresh;
  }

  private boolean isEnough(Aggregator fresh, long seq) {
    return seq > last || (seq > horizon && hasSettled(fresh));
  }

  private boolean hasSettled(Aggregator fresh) {
    return ids.keySet().stream()
        .allMatch(name ->
            fresh.batteries().containsKey(name)
                && fresh.batteries().get(name).samples() >= Chain.MEMORY);
  }

  /// What the first samples of a battery have to do with now, and had to do with before: the time
  /// before them may count otherwise.
  private void add(Aggregator fresh, Samples samples, int row) {
    Aggregator.Battery battery = fresh.add(samples, row);
    if (battery.samples() <= Chain.MEMORY) {
      long id = ids.getOrDefault(samples.battery(row), -1L);
      battery.cells().forEach(cell -> markStale(id, cell.start));
      known
          .getOrDefault(id, Map.of())
          .forEach((start, cell) -> {
            if (cell.first() <= samples.seq(row)) {
              markStale(id, start);
            }
          });
    }
  }

  private void replace(String name, Aggregator.Battery battery) throws IndexException {
    long id = ids.getOrDefault(name, -1L);
    Set<Long> starts = stale.getOrDefault(id, Set.of());
    store.add(id, battery.cells().stream().filter(cell -> starts.contains(cell.start)).toList());
    if (battery.samples() <= Chain.MEMORY) {
      store.putChain(name, battery.chain());
    }
  }
}
