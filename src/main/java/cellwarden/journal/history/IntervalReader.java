package cellwarden.journal.history;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads the cells of one battery in the order of time and adds them up to intervals. Takes the
/// same memory for any number of them.
final class IntervalReader implements AutoCloseable {

  private static final String CELLS =
      """
      SELECT start, samples, energy_in, energy_out, covered FROM cell
      WHERE battery = ? AND start >= ? AND start < ? ORDER BY start
      """;

  private static final String VALUES =
      """
      SELECT start, count, least, greatest, sum, last, last_seq FROM value
      WHERE battery = ? AND field = ? AND start >= ? AND start < ? ORDER BY start
      """;

  private final CellStore store;
  private final Grid grid;
  private final String battery;
  private final List<Column> columns = new ArrayList<>();

  /// The values of one field, of which the present one may still belong to a later cell.
  private static final class Column {

    private final PreparedStatement statement;
    private final ResultSet values;
    private long start;

    Column(PreparedStatement statement) throws SQLException {
      this.statement = statement;
      this.values = statement.executeQuery();
      advance();
    }

    void advance() throws SQLException {
      start = values.next() ? values.getLong(1) : Long.MAX_VALUE;
    }

    void addTo(IntervalSum sum, int field) throws SQLException {
      sum.add(
          field,
          values.getLong(2),
          values.getLong(3),
          values.getLong(4),
          values.getLong(5),
          values.getLong(6),
          values.getLong(7));
    }
  }

  /// Takes one interval after the other.
  @FunctionalInterface
  interface Visitor {
    void take(Interval interval) throws IOException;
  }

  IntervalReader(CellStore store, String battery, Grid grid) {
    this.store = store;
    this.battery = battery;
    this.grid = grid;
  }

  /// Shows the intervals that have a sample or covered time.
  ///
  /// @param fields their numbers in the store
  void read(List<Integer> fields, long since, long until, Visitor visitor)
      throws SQLException, IOException {
    long id = store.batteries().getOrDefault(battery, -1L);
    for (int field : fields) {
      columns.add(new Column(store.query(VALUES, id, field, since, until)));
    }
    try (PreparedStatement query = store.query(CELLS, id, since, until);
        ResultSet cells = query.executeQuery()) {
      IntervalSum sum = null;
      while (cells.next()) {
        long start = cells.getLong(1);
        if (sum == null || start >= sum.end()) {
          if (sum != null) {
            visitor.take(sum.interval(battery));
          }
          sum = new IntervalSum(grid.start(start), grid.end(start), columns.size());
        }
        sum.add(cells.getLong(2), cells.getLong(3), cells.getLong(4), cells.getLong(5));
        addValues(start, sum);
      }
      if (sum != null) {
        visitor.take(sum.interval(battery));
      }
    }
  }

  private void addValues(long start, IntervalSum sum) throws SQLException {
    for (int field = 0; field < columns.size(); field++) {
      Column column = columns.get(field);
      if (column.start == start) {
        column.addTo(sum, field);
        column.advance();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Column column : columns) {
      column.statement.close();
    }
  }
}
