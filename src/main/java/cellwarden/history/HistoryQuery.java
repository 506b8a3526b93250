package cellwarden.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is asked.
///
/// @param battery its name; may be empty where the journal has only one
/// @param since samples of this moment and later ones, by their own time
/// @param until samples before this moment
/// @param fields what of each sample
public record HistoryQuery(
    Optional<String> battery, Instant since, Instant until, List<HistoryField> fields) {

  /// What the clock of a machine without a battery for it begins with.
  public static final Instant BEGINNING = Instant.EPOCH;

  /// Later than any clock.
  public static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  public HistoryQuery {
    fields = List.copyOf(fields);
  }

  /// Two moments.
  public record Period(Instant from, Instant to) {

    /// Whether some of it is asked for.
    public boolean overlaps(HistoryQuery query) {
      return !to.isBefore(query.since()) && from.isBefore(query.until());
    }
  }

  /// The same of another time.
  public HistoryQuery between(Instant from, Instant to) {
    return new HistoryQuery(battery, from, to, fields);
  }

  /// The same from the beginning of the first interval to the end of the last one.
  public HistoryQuery widened(Grid grid) {
    return new HistoryQuery(
        battery,
        Instant.ofEpochMilli(grid.start(since.toEpochMilli())),
        Instant.ofEpochMilli(grid.end(until.toEpochMilli() - 1)),
        fields);
  }
}
