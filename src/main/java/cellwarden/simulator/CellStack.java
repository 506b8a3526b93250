package cellwarden.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The cells in series, with the resistors that balance them.
final class CellStack {

  /// A of bleed for each Ah of nominal capacity: 50 mA at 100 Ah, as boards of this kind have.
  private static final double BLEED_PER_AH = 0.0005;

  /// Neighbours share a sense wire, so odd and even cells take turns.
  private static final int TURN_SECONDS = 10;

  private final List<Cell> cells;
  private final double bleed;
  private final List<Integer> balancing = new ArrayList<>();

  private CellStack(List<Cell> cells, double bleed) {
    this.cells = List.copyOf(cells);
    this.bleed = bleed;
  }

  /// A pack that was balanced when it was full, so that its cells differ most at the other end.
  ///
  /// @param nominal Ah
  /// @param soc 0 to 1
  static CellStack sample(int count, double nominal, double soc, Random random) {
    List<Cell> cells = new ArrayList<>(count);
    while (cells.size() < count) {
      cells.add(Cell.sample(nominal, random));
    }
    CellStack stack = new CellStack(cells, BLEED_PER_AH * nominal);
    double used = stack.capacity() * (1 - soc);
    cells.forEach(cell -> cell.drain(used));
    return stack;
  }

  /// @param amperes positive while charging
  void step(double amperes, double seconds) {
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).step(amperes, balancing.contains(i + 1) ? bleed : 0, seconds);
    }
  }

  /// V each, as the board measures them: in whole millivolts.
  List<Double> volts(double amperes) {
    List<Double> volts = new ArrayList<>(cells.size());
    for (Cell cell : cells) {
      volts.add(Math.round(Math.max(0, cell.volts(amperes)) * 1000) / 1000.0);
    }
    return volts;
  }

  /// Chooses the cells to bleed: those near full and above the lowest by more than the window.
  void balance(Measurement measured, BalanceRule rule, long second) {
    balancing.clear();
    if (!rule.applies(measured.amperes())) {
      return;
    }
    double limit = Math.max(rule.start(), measured.lowestCell() + rule.window());
    int turn = Math.floorMod(second / TURN_SECONDS, 2);
    for (int i = turn; i < cells.size(); i += 2) {
      if (measured.cells().get(i) > limit) {
        balancing.add(i + 1);
      }
    }
  }

  /// Numbers from 1.
  List<Integer> balancing() {
    return List.copyOf(balancing);
  }

  /// A in all balancing resistors.
  double balanceCurrent() {
    return bleed * balancing.size();
  }

  /// The charge current at which the pack just reaches this voltage in each cell, A; never
  /// negative.
  double currentUpTo(double cellVolts) {
    double room = 0;
    double resistance = 0;
    for (Cell cell : cells) {
      room += cellVolts - cell.restVolts();
      resistance += cell.resistance();
    }
    return Math.max(0, room / resistance);
  }

  /// The smallest cell's, Ah: what the pack can deliver.
  double capacity() {
    return cells.stream().mapToDouble(Cell::capacity).min().orElse(0);
  }

  /// Ω of one cell on average.
  double resistance() {
    double sum = 0;
    for (Cell cell : cells) {
      sum += cell.resistance();
    }
    return sum / cells.size();
  }

  int count() {
    return cells.size();
  }
}
