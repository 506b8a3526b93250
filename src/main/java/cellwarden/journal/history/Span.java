package cellwarden.journal.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// The samples of the journal that a query can need, by their numbers.
///
/// @param from the first one to be read: some before those that were asked for, so that their
///   [Chain] is the same as from the beginning
/// @param to the last one
record Span(long from, long to) {

  static final Span ALL = new Span(0, Long.MAX_VALUE);

  private static final String WITHIN = "FROM cell WHERE battery = ? AND start > ? AND start < ?";

  /// The cells before a sample, the latest first.
  private static final String BEFORE =
      "SELECT first_seq, samples FROM cell WHERE battery = ? AND last_seq < ? "
          + "ORDER BY last_seq DESC";

  private static final long HOUR = 3_600_000;

  /// Asks the index.
  ///
  /// @return empty if there is nothing in this time
  static Optional<Span> of(CellStore index, long battery, long since, long until)
      throws SQLException {
    OptionalLong from =
        index.number("SELECT min(first_seq) " + WITHIN, battery, since - HOUR, until);
    OptionalLong to = index.number("SELECT max(last_seq) " + WITHIN, battery, since - HOUR, until);
    return from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(new Span(earlier(index, battery, from.getAsLong()), to.getAsLong()));
  }

  private static long earlier(CellStore index, long battery, long from) throws SQLException {
    long samples = 0;
    long seq = from;
    try (PreparedStatement query = index.query(BEFORE, battery, from);
        ResultSet cells = query.executeQuery()) {
      while (samples < Chain.MEMORY && cells.next()) {
        seq = Math.min(seq, cells.getLong(1));
        samples += cells.getLong(2);
      }
    }
    return samples < Chain.MEMORY ? 0 : seq;
  }
}
