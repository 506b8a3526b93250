package cellwarden.journal.history;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Adds samples up in the stretches of a grid, battery by battery.
final class Aggregator {

  private final Grid grid;
  private final int power;
  private final int fields;
  private final Map<String, Battery> batteries = new LinkedHashMap<>();

  /// One battery: where it is and what was added up.
  static final class Battery {

    private final Map<Long, Cell> cells = new LinkedHashMap<>();
    private final Chain chain;
    private long samples;

    private Battery(Chain chain) {
      this.chain = chain;
    }

    Chain chain() {
      return chain;
    }

    Collection<Cell> cells() {
      return cells.values();
    }

    /// How many samples were added.
    long samples() {
      return samples;
    }
  }

  /// @param fields how many values of each sample are added up
  /// @param power which of them, or one behind them, is the power
  Aggregator(Grid grid, int fields, int power) {
    this.grid = grid;
    this.fields = fields;
    this.power = power;
  }

  /// Goes on where a battery was left.
  void resume(String battery, Chain chain) {
    batteries.put(battery, new Battery(chain));
  }

  Map<String, Battery> batteries() {
    return batteries;
  }

  /// How many stretches are held.
  int size() {
    return batteries.values().stream().mapToInt(battery -> battery.cells.size()).sum();
  }

  /// Forgets what was added up, but not where each battery is.
  void clearCells() {
    batteries.values().forEach(battery -> battery.cells.clear());
  }

  /// Adds one sample.
  Battery add(Samples samples, int row) {
    Battery battery =
        batteries.computeIfAbsent(samples.battery(row), _ -> new Battery(new Chain()));
    long seq = samples.seq(row);
    long time = samples.time(row);
    long watts = samples.number(power, row);
    if (battery.chain.covers(time, watts)) {
      addEnergy(battery, seq, time, watts);
    }
    battery.chain.advance(seq, time, watts);
    battery.samples++;
    Cell cell = cell(battery, time);
    cell.touch(seq);
    cell.samples++;
    for (int field = 0; field < fields; field++) {
      long value = samples.number(field, row);
      if (value != Samples.UNKNOWN) {
        cell.add(field, value, seq);
      }
    }
    return battery;
  }

  /// Each stretch gets its part of the time since the sample before.
  private void addEnergy(Battery battery, long seq, long time, long watts) {
    long begin = battery.chain.time();
    double first = battery.chain.power();
    double slope = (watts - first) / (time - begin);
    long from = begin;
    while (from < time) {
      long to = Math.min(time, grid.end(from));
      Cell cell = cell(battery, from);
      cell.touch(seq);
      double fromWatts = first + slope * (from - begin);
      double toWatts = to == time ? watts : first + slope * (to - begin);
      cell.add(Energy.between(fromWatts, toWatts, to - from), to - from);
      from = to;
    }
  }

  private Cell cell(Battery battery, long time) {
    long start = grid.start(time);
    Cell cell = battery.cells.get(start);
    if (cell == null) {
      cell = new Cell(start, fields);
      battery.cells.put(start, cell);
    }
    return cell;
  }
}
