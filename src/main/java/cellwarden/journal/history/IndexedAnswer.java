package cellwarden.journal.history;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers from the index, or tells from it where in the journal the answer stands.
///
/// @param cells of the index
record IndexedAnswer(CellStore cells, BatteryChoice choice) {

  /// Whether it has all that is asked for.
  static boolean has(HistoryQuery query, Grid grid) {
    return IndexedFields.ALL.containsAll(query.fields())
        && grid.followsHours(query.since().toEpochMilli(), query.until().toEpochMilli());
  }

  /// Shows the intervals.
  void intervals(HistoryQuery query, Grid grid, History.Visitor<Interval> visitor)
      throws HistoryException, IOException {
    Map<String, Long> batteries = cells.batteries();
    String battery = choice.of(query, batteries.keySet());
    List<Integer> fields = query.fields().stream().map(IndexedFields.ALL::indexOf).toList();
    new IntervalReader(cells, grid, battery, batteries.getOrDefault(battery, -1L), fields)
        .read(query.since().toEpochMilli(), query.until().toEpochMilli(), visitor::take);
  }

  /// Where the answer stands in the journal.
  Guide guide(HistoryQuery query) throws HistoryException, IOException {
    Map<String, Long> batteries = cells.batteries();
    String battery = choice.of(query, batteries.keySet());
    return new Guide(
        Optional.of(battery),
        SeqSpan.of(
            cells,
            batteries.getOrDefault(battery, -1L),
            query.since().toEpochMilli(),
            query.until().toEpochMilli()));
  }

  /// The hours of the first and of the last sample; empty if there is none.
  Optional<History.Period> hours(HistoryQuery query) throws HistoryException, IOException {
    Map<String, Long> batteries = cells.batteries();
    String battery = choice.of(query, batteries.keySet());
    return cells
        .bounds(batteries.getOrDefault(battery, -1L))
        .map(bounds ->
            new History.Period(
                Instant.ofEpochMilli(bounds.first()), Instant.ofEpochMilli(bounds.last())));
  }

  /// Where to look in the journal.
  ///
  /// @param battery whose samples; empty if that is still to be found out
  /// @param span which lines; empty if there are none
  record Guide(Optional<String> battery, Optional<SeqSpan> span) {

    /// Where nobody knows.
    static final Guide EVERYWHERE = new Guide(Optional.empty(), Optional.of(SeqSpan.ALL));
  }
}
