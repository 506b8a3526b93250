package cellwarden.journal.history;

import cellwarden.journal.JournalSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers from the lines of the journal itself.
record ScannedAnswer(JournalSnapshot snapshot, BatteryChoice choice, HistoryWatcher watcher) {

  private static final HistoryField POWER = HistoryFields.of(List.of("power")).getFirst();

  /// Shows the intervals.
  ///
  /// @param grid those that were asked for
  /// @param cellGrid into which the samples are added up: the same, or finer
  void intervals(
      HistoryQuery query,
      Grid grid,
      Grid cellGrid,
      IndexedAnswer.Guide guide,
      History.Visitor<Interval> visitor)
      throws HistoryException, IOException, InterruptedException {
    List<HistoryField> fields = withPower(query.fields());
    try (CellStore cells = CellStore.temporary()) {
      if (guide.span().isPresent()) {
        addUp(cells, fields, guide.span().get(), cellGrid);
      }
      String battery =
          guide.battery().isPresent()
              ? guide.battery().get()
              : choice.of(query, cells.batteries().keySet());
      long id = cells.batteries().getOrDefault(battery, -1L);
      List<Integer> slots = query.fields().stream().map(fields::indexOf).toList();
      new IntervalReader(cells, grid, battery, id, slots)
          .read(query.since().toEpochMilli(), query.until().toEpochMilli(), visitor::take);
    }
  }

  private static List<HistoryField> withPower(List<HistoryField> fields) {
    List<HistoryField> all = new ArrayList<>(fields);
    if (!all.contains(POWER)) {
      all.add(POWER);
    }
    return all;
  }

  private void addUp(CellStore cells, List<HistoryField> fields, SeqSpan span, Grid grid)
      throws IOException, InterruptedException {
    Aggregator aggregator = new Aggregator(grid, fields.size(), fields.indexOf(POWER));
    scan(
        span,
        SamplePlan.ofNumbers(fields),
        (samples, row) -> {
          aggregator.add(samples, row);
          cells.addAbove(aggregator, CellStore.CELLS_AT_ONCE);
        });
    cells.addAbove(aggregator, 0);
  }

  /// Shows the samples in the order of writing.
  void samples(HistoryQuery query, IndexedAnswer.Guide guide, History.Visitor<SampleRow> visitor)
      throws HistoryException, IOException, InterruptedException {
    Optional<SeqSpan> span = guide.span();
    if (span.isEmpty()) {
      return;
    }
    SamplePlan plan = SampleSelection.plan(query.fields());
    SampleSelection selection = new SampleSelection(query, plan, guide.battery(), visitor);
    scan(span.get(), plan, selection::take);
    if (guide.battery().isEmpty()) {
      choice.of(query, selection.seen());
    }
  }

  /// Takes one sample of a batch.
  @FunctionalInterface
  private interface RowVisitor {
    void take(Samples samples, int row) throws IOException;
  }

  private void scan(SeqSpan span, SamplePlan plan, RowVisitor visitor)
      throws IOException, InterruptedException {
    BatchReader.Place from =
        span.from() == 0 ? BatchReader.Place.START : new SeqSearch(snapshot).before(span.from());
    try (BatchReader reader = new BatchReader(snapshot, from, watcher)) {
      Scan.run(
          reader,
          plan,
          samples -> {
            for (int row = 0; row < samples.count(); row++) {
              if (samples.seq(row) > span.to()) {
                return false;
              }
              if (samples.seq(row) >= span.from()) {
                visitor.take(samples, row);
              }
            }
            return true;
          });
    }
  }
}
