package cellwarden.journal.history;

import java.util.Optional;

/// Samples of the journal by their numbers, both ends included.
///
/// @param from the first one
/// @param to the last one
record SeqSpan(long from, long to) {

  static final SeqSpan ALL = new SeqSpan(0, Long.MAX_VALUE);

  private static final long HOUR = 3_600_000;

  /// Asks an index which samples must be read for a time: those of the time, and some before, so
  /// that their [Chain] is the same as from the beginning.
  ///
  /// @return empty if there is nothing in this time
  static Optional<SeqSpan> of(CellStore index, long battery, long since, long until)
      throws IndexException {
    Optional<SeqSpan> within = index.samplesWithin(battery, since - HOUR, until);
    return within.isEmpty()
        ? within
        : Optional.of(new SeqSpan(earlier(index, battery, within.get().from()), within.get().to()));
  }

  private static long earlier(CellStore index, long battery, long from) throws IndexException {
    long samples = 0;
    long seq = from;
    try (Rows cells = index.cellsBefore(battery, from)) {
      while (samples < Chain.MEMORY && cells.next()) {
        seq = Math.min(seq, cells.number(1));
        samples += cells.number(2);
      }
    }
    return samples < Chain.MEMORY ? 0 : seq;
  }
}
