package cellwarden.journal.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The values of one field, interval by interval; where no sample has it there is no row.
final class IntervalColumn implements AutoCloseable {

  private static final double MILLIONTHS = 1e6;

  private final PreparedStatement valueQuery;
  private final PreparedStatement lastQuery;
  private final ResultSet values;
  private final ResultSet lasts;
  private long low;

  private IntervalColumn(PreparedStatement valueQuery, PreparedStatement lastQuery)
      throws SQLException {
    this.valueQuery = valueQuery;
    this.lastQuery = lastQuery;
    this.values = valueQuery.executeQuery();
    this.lasts = lastQuery.executeQuery();
  }

  /// @param values gives the beginning of the interval, the number, the least, the greatest, and
  ///   the sum in wholes and in millionths
  /// @param lasts gives the beginning and the last value of the same intervals
  static IntervalColumn of(PreparedStatement values, PreparedStatement lasts) throws SQLException {
    IntervalColumn column = new IntervalColumn(values, lasts);
    column.advance();
    return column;
  }

  private void advance() throws SQLException {
    low = values.next() && lasts.next() ? values.getLong(1) : Long.MAX_VALUE;
  }

  /// The values of the interval that begins there; to be asked in the order of time.
  Optional<Interval.Summary> summary(long start) throws SQLException {
    if (low != start) {
      return Optional.empty();
    }
    double mean = (values.getLong(5) + values.getLong(6) / MILLIONTHS) / values.getLong(2);
    Interval.Summary summary =
        new Interval.Summary(
            values.getLong(3) / MILLIONTHS,
            Math.round(mean * MILLIONTHS) / MILLIONTHS,
            values.getLong(4) / MILLIONTHS,
            lasts.getLong(2) / MILLIONTHS);
    advance();
    return Optional.of(summary);
  }

  @Override
  public void close() throws SQLException {
    valueQuery.close();
    lastQuery.close();
  }
}
