package cellwarden.journal.history;

import java.util.Optional;

/// The values of one field, interval by interval; where no sample has it there is no row.
final class IntervalColumn implements AutoCloseable {

  private static final double MILLIONTHS = 1e6;

  private final Rows values;
  private final Rows lasts;
  private long low;

  private IntervalColumn(Rows values, Rows lasts) {
    this.values = values;
    this.lasts = lasts;
  }

  /// @param values gives the beginning of the interval, the number, the least, the greatest, the
  ///   sum in wholes and in millionths, and how many rows are damaged
  /// @param lasts gives the beginning and the last value of the same intervals
  static IntervalColumn of(Rows values, Rows lasts) throws IndexException {
    IntervalColumn column = new IntervalColumn(values, lasts);
    column.advance();
    return column;
  }

  private void advance() throws IndexException {
    low = values.next() && lasts.next() ? values.number(1) : Long.MAX_VALUE;
  }

  /// The values of the interval that begins there; to be asked in the order of time.
  Optional<Interval.Summary> summary(long start) throws IndexException {
    if (low != start) {
      return Optional.empty();
    }
    if (values.number(7) > 0) {
      throw IndexException.damaged();
    }
    double mean = (values.number(5) + values.number(6) / MILLIONTHS) / values.number(2);
    Interval.Summary summary =
        new Interval.Summary(
            values.number(3) / MILLIONTHS,
            Math.round(mean * MILLIONTHS) / MILLIONTHS,
            values.number(4) / MILLIONTHS,
            lasts.number(2) / MILLIONTHS);
    advance();
    return Optional.of(summary);
  }

  @Override
  public void close() throws IndexException {
    values.close();
    lasts.close();
  }
}
