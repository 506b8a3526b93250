package cellwarden.history.query;

import cellwarden.history.Grid;
import cellwarden.history.Interval;
import cellwarden.history.summary.Slot;
import cellwarden.history.summary.Slots;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows slots as intervals, and adds them up.
final class Rows {

  private static final double MILLIONTHS = 1e6;

  private final String battery;
  private final int fields;
  private final Grid grid;
  private final Interval.Visitor visitor;
  private @Nullable Slot all;
  private long end;

  Rows(String battery, int fields, Grid grid, Interval.Visitor visitor) {
    this.battery = battery;
    this.fields = fields;
    this.grid = grid;
    this.visitor = visitor;
  }

  /// Shows what comes after what was shown before.
  void show(Slots slots) throws IOException {
    for (Slot slot : slots.all()) {
      end = grid.end(slot.start());
      visitor.take(interval(slot));
      if (all == null) {
        all = new Slot(slot.start(), fields);
      }
      all.add(slot);
    }
  }

  /// All that was shown as one interval.
  Optional<Interval> total() {
    return Optional.ofNullable(all).map(this::interval);
  }

  private Interval interval(Slot slot) {
    List<Optional<Interval.Summary>> summaries = new ArrayList<>(fields);
    List<Long> suspects = new ArrayList<>(fields);
    for (int field = 0; field < fields; field++) {
      summaries.add(summary(slot, field));
      suspects.add(slot.suspect(field));
    }
    return new Interval(
        battery,
        Instant.ofEpochMilli(slot.start()),
        Instant.ofEpochMilli(end),
        slot.samples(),
        slot.energyIn() / MILLIONTHS,
        slot.energyOut() / MILLIONTHS,
        slot.covered(),
        summaries,
        suspects);
  }

  private static Optional<Interval.Summary> summary(Slot slot, int field) {
    if (slot.count(field) == 0) {
      return Optional.empty();
    }
    double sum = slot.sumWhole(field) + slot.sumMillionths(field) / MILLIONTHS;
    return Optional.of(
        new Interval.Summary(
            slot.least(field) / MILLIONTHS,
            Math.round(sum / slot.count(field) * MILLIONTHS) / MILLIONTHS,
            slot.greatest(field) / MILLIONTHS,
            slot.last(field) / MILLIONTHS));
  }
}
