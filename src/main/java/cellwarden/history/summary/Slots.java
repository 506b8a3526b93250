package cellwarden.history.summary;

import cellwarden.history.Grid;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The slots of one battery that lie within a time.
public final class Slots {

  private final Grid grid;
  private final int fields;
  private final long since;
  private final long until;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private @Nullable Slot latest;
  private long latestEnd;

  /// @param grid how time is cut
  /// @param since nothing before is kept, milliseconds since 1970; where a slot begins
  /// @param until nothing from then on is kept; where a slot ends
  public Slots(Grid grid, int fields, long since, long until) {
    this.grid = grid;
    this.fields = fields;
    this.since = since;
    this.until = until;
  }

  /// All of them in the order of time.
  public Collection<Slot> all() {
    return slots.values();
  }

  /// Adds what flowed until a moment. The time that was counted ends there; each slot gets its part
  /// of it, and the parts come to exactly the whole.
  void add(EnergyPoint.Flow flow, long end) {
    long begin = end - flow.covered();
    if (latest != null && begin >= latest.start() && end < latestEnd) {
      latest.addEnergy(flow.in(), flow.out(), flow.covered());
      return;
    }
    if (begin == end && flow.in() + flow.out() > 0 && isWithin(end)) {
      slot(end).addEnergy(flow.in(), flow.out(), 0);
    }
    long from = Math.max(begin, since);
    while (from < Math.min(end, until)) {
      Slot slot = slot(from);
      long to = Math.min(end, latestEnd);
      slot.addEnergy(
          flow.inUntil(to - begin) - flow.inUntil(from - begin),
          flow.outUntil(to - begin) - flow.outUntil(from - begin),
          to - from);
      from = to;
    }
  }

  /// Adds a slot of a finer grid, or of the same one, that came later.
  void add(Slot finer) {
    if (isWithin(finer.start())) {
      slot(finer.start()).add(finer);
    }
  }

  boolean isWithin(long time) {
    return time >= since && time < until;
  }

  /// The slot of a moment that is within.
  Slot slot(long time) {
    Slot slot = latest;
    if (slot == null || time < slot.start() || time >= latestEnd) {
      slot = slots.computeIfAbsent(grid.start(time), start -> new Slot(start, fields));
      latest = slot;
      latestEnd = grid.end(time);
    }
    return slot;
  }
}
