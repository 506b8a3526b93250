package cellwarden.journal.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the cells of one battery in the order of time and adds them up to intervals, in SQLite: to
/// carry each cell over to Java would take longer than all the rest. Takes the same memory for any
/// number of intervals.
final class IntervalReader {

  private static final int SPANS_AT_ONCE = 4096;

  private static final String NEW_SPANS =
      "CREATE TEMP TABLE IF NOT EXISTS span (low INTEGER PRIMARY KEY, high INTEGER)";
  private static final String FILL_SPANS =
      "INSERT INTO span SELECT value ->> 0, value ->> 1 FROM json_each(?)";

  private static final String STARTS =
      "SELECT start FROM cell WHERE battery = ? AND start >= ? AND start < ? ORDER BY start";

  private static final String CELLS =
      """
      SELECT low, high, sum(samples), sum(energy_in), sum(energy_out), sum(covered), %s
      FROM span CROSS JOIN cell ON battery = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """
          .formatted(CellSchema.DAMAGED_CELLS);

  /// The sum in wholes and millionths: of a long time and large values, the millionths alone would
  /// not fit.
  private static final String VALUES =
      """
      SELECT low, sum(count), min(least), max(greatest), sum(sum / 1000000), sum(sum %% 1000000), %s
      FROM span CROSS JOIN value ON battery = ? AND field = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """
          .formatted(CellSchema.DAMAGED_VALUES);

  /// The other columns are those of the row that has the greatest number.
  private static final String LAST =
      """
      SELECT low, last, max(last_seq)
      FROM span CROSS JOIN value ON battery = ? AND field = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """;

  private final Database store;
  private final Grid grid;
  private final String battery;
  private final long id;
  private final List<Integer> fields;

  /// Takes one interval after the other.
  @FunctionalInterface
  interface Visitor {
    void take(Interval interval) throws IOException;
  }

  /// @param id number of the battery in the store
  /// @param fields numbers of the fields in the store
  IntervalReader(CellStore cells, Grid grid, String battery, long id, List<Integer> fields) {
    this.store = cells.database();
    this.grid = grid;
    this.battery = battery;
    this.id = id;
    this.fields = List.copyOf(fields);
  }

  /// Shows the intervals that have a sample or covered time.
  void read(long since, long until, Visitor visitor) throws IOException {
    store.execute(NEW_SPANS);
    StringBuilder spans = new StringBuilder();
    int count = 0;
    long end = Long.MIN_VALUE;
    try (Rows starts = store.rows(STARTS, id, since, until)) {
      while (starts.next()) {
        long start = starts.number(1);
        if (start < end) {
          continue;
        }
        if (count == SPANS_AT_ONCE) {
          show(spans, visitor);
          count = 0;
        }
        end = grid.end(start);
        spans.append(count == 0 ? "[[" : ",[").append(grid.start(start));
        spans.append(',').append(end).append(']');
        count++;
      }
    }
    if (count > 0) {
      show(spans, visitor);
    }
  }

  /// A batch is shown when all of it was read, so that of a damaged one nothing is.
  private void show(StringBuilder spans, Visitor visitor) throws IOException {
    for (Interval interval : read(spans)) {
      visitor.take(interval);
    }
  }

  private List<Interval> read(StringBuilder spans) throws IndexException {
    store.execute("DELETE FROM span");
    try (Command fill = store.command(FILL_SPANS)) {
      fill.runWith(spans.append(']').toString());
    }
    spans.setLength(0);
    List<Interval> intervals = new ArrayList<>();
    List<IntervalColumn> columns = new ArrayList<>();
    try (Rows cells = store.rows(CELLS, id)) {
      for (int field : fields) {
        columns.add(IntervalColumn.of(store.rows(VALUES, id, field), store.rows(LAST, id, field)));
      }
      while (cells.next()) {
        intervals.add(interval(cells, columns));
      }
    } finally {
      for (IntervalColumn column : columns) {
        column.close();
      }
    }
    return intervals;
  }

  private Interval interval(Rows cells, List<IntervalColumn> columns) throws IndexException {
    if (cells.number(7) > 0) {
      throw IndexException.damaged();
    }
    long low = cells.number(1);
    List<Optional<Interval.Summary>> summaries = new ArrayList<>();
    for (IntervalColumn column : columns) {
      summaries.add(column.summary(low));
    }
    return Interval.of(
        battery,
        low,
        cells.number(2),
        cells.number(3),
        new Energy(cells.number(4), cells.number(5)),
        cells.number(6),
        summaries);
  }
}
