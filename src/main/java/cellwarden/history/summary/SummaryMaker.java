package cellwarden.history.summary;

import cellwarden.history.scan.JournalScan;
import cellwarden.history.scan.SampleBatch;
import cellwarden.history.scan.SampleBatch.End;
import cellwarden.history.scan.SamplePlan;
import cellwarden.history.scan.Stretch;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds up stretches of the journal, section by section.
final class SummaryMaker implements JournalScan.Visitor {

  static final SamplePlan PLAN = Totals.plan(Section.FIELDS);

  /// Where a file that can be read from any place is large, it gets several sections.
  private static final long LARGEST_SECTION = 1 << 22;

  private final List<Stretch> stretches;
  private final Done done;
  private StringBuilder text = new StringBuilder();
  private Map<String, Totals> batteries = new LinkedHashMap<>();
  private long from = -1;
  private long unreadable;

  /// What was made of one stretch.
  ///
  /// @param stretch the place of the stretch in the list
  /// @param text of its sections
  /// @param end where the next line would begin in the file
  record Made(int stretch, String text, long end) {}

  /// Takes one after the other.
  @FunctionalInterface
  interface Done {
    void take(Made made) throws IOException;
  }

  SummaryMaker(List<Stretch> stretches, Done done) {
    this.stretches = stretches;
    this.done = done;
  }

  /// Whether more may be added to a section.
  static boolean hasRoom(Section section) {
    return section.stretch().to() - section.stretch().from() < LARGEST_SECTION;
  }

  /// Goes on with a section that ends where the first stretch begins.
  void resume(Section section) {
    from = section.stretch().from();
    unreadable = section.unreadable();
    section.batteries().forEach((name, battery) -> totals(name).resume(battery));
  }

  private Totals totals(String name) {
    return batteries.computeIfAbsent(
        name,
        _ ->
            Totals.ofSection(
                new Slots(Section.grid(), Section.FIELDS.size(), Long.MIN_VALUE, Long.MAX_VALUE)));
  }

  @Override
  public void take(SampleBatch batch) throws IOException {
    Stretch stretch = stretches.get(batch.stretch());
    from = from < 0 ? stretch.from() : from;
    unreadable += batch.unreadable();
    String name = "";
    Totals totals = null;
    for (int row = 0; row < batch.count(); row++) {
      if (totals == null || !name.equals(batch.battery(row))) {
        name = batch.battery(row);
        totals = totals(name);
      }
      totals.add(batch, row);
    }
    boolean full = batch.end() - from >= LARGEST_SECTION && !stretch.segment().compressed();
    if (full || batch.how() == End.DAMAGED || (batch.how() == End.WHOLE && batch.end() > from)) {
      SummaryText.line(text, SummaryText.SECTION, from, batch.end(), unreadable, batch.how());
      batteries.forEach((battery, added) -> added.write(battery, text));
      batteries = new LinkedHashMap<>();
      from = batch.end();
      unreadable = 0;
    }
    if (batch.how() != End.NONE) {
      if (batch.how() != End.ABSENT) {
        done.take(new Made(batch.stretch(), text.toString(), batch.end()));
      }
      text = new StringBuilder();
      from = -1;
    }
  }
}
