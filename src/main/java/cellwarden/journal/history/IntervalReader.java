package cellwarden.journal.history;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
      SELECT low, high, sum(samples), sum(energy_in), sum(energy_out), sum(covered)
      FROM span CROSS JOIN cell ON battery = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """;

  /// The sum in wholes and millionths: of a long time and large values, the millionths alone would
  /// not fit.
  private static final String VALUES =
      """
      SELECT low, sum(count), min(least), max(greatest), sum(sum / 1000000), sum(sum % 1000000)
      FROM span CROSS JOIN value ON battery = ? AND field = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """;

  /// The other columns are those of the row that has the greatest number.
  private static final String LAST =
      """
      SELECT low, last, max(last_seq)
      FROM span CROSS JOIN value ON battery = ? AND field = ? AND start >= low AND start < high
      GROUP BY low ORDER BY low
      """;

  private final CellStore store;
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
  IntervalReader(CellStore store, Grid grid, String battery, long id, List<Integer> fields) {
    this.store = store;
    this.grid = grid;
    this.battery = battery;
    this.id = id;
    this.fields = List.copyOf(fields);
  }

  /// Shows the intervals that have a sample or covered time.
  void read(long since, long until, Visitor visitor) throws SQLException, IOException {
    store.execute(NEW_SPANS);
    StringBuilder spans = new StringBuilder();
    int count = 0;
    long end = Long.MIN_VALUE;
    try (PreparedStatement query = store.query(STARTS, id, since, until);
        ResultSet starts = query.executeQuery()) {
      while (starts.next()) {
        long start = starts.getLong(1);
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

  private void show(StringBuilder spans, Visitor visitor) throws SQLException, IOException {
    store.execute("DELETE FROM span");
    try (PreparedStatement fill = store.query(FILL_SPANS)) {
      fill.setString(1, spans.append(']').toString());
      fill.executeUpdate();
    }
    spans.setLength(0);
    List<IntervalColumn> columns = new ArrayList<>();
    try (PreparedStatement query = store.query(CELLS, id);
        ResultSet cells = query.executeQuery()) {
      for (int field : fields) {
        columns.add(
            IntervalColumn.of(store.query(VALUES, id, field), store.query(LAST, id, field)));
      }
      while (cells.next()) {
        visitor.take(interval(cells, columns));
      }
    } finally {
      for (IntervalColumn column : columns) {
        column.close();
      }
    }
  }

  private Interval interval(ResultSet cells, List<IntervalColumn> columns) throws SQLException {
    long low = cells.getLong(1);
    List<Optional<Interval.Summary>> summaries = new ArrayList<>();
    for (IntervalColumn column : columns) {
      summaries.add(column.summary(low));
    }
    return Interval.of(
        battery,
        low,
        cells.getLong(2),
        cells.getLong(3),
        new Energy(cells.getLong(4), cells.getLong(5)),
        cells.getLong(6),
        summaries);
  }
}
