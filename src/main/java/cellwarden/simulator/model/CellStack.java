package cellwarden.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// LiFePO4 cells in series, with the resistors that balance them.
final class CellStack {

  private static final double SECONDS_PER_HOUR = 3600;

  /// Ohm times ampere-hours: bigger cells have proportionally less resistance (0.6 mΩ at 100 Ah).
  private static final double RESISTANCE_OF_ONE_AH = 0.06;

  /// The slow part of the voltage drop, and how fast it follows the current.
  private static final double POLARISATION_SHARE = 0.7;

  private static final double POLARISATION_SECONDS = 90;

  private static final double CAPACITY_SPREAD = 0.01;
  private static final double CHARGE_SPREAD = 0.0015;
  private static final double RESISTANCE_SPREAD = 0.08;

  /// What a cell and its sense line read off the curve, V: why no two cells of a rested pack agree.
  private static final double OFFSET_SPREAD = 0.0015;

  /// Self-discharge differs between cells: what makes them drift apart. Share of the capacity in
  /// one hour.
  private static final double LEAK = 0.00002;

  /// A of bleed for each Ah of nominal capacity: 50 mA at 100 Ah, as boards of this kind have.
  private static final double BLEED_PER_AH = 0.0005;

  /// Neighbours share a sense wire, so odd and even cells take turns.
  private static final int TURN_SECONDS = 10;

  private final List<StackedCell> cells = new ArrayList<>();
  private final double bleed;

  /// A pack that was balanced when it was full, so that its cells differ most at the other end.
  ///
  /// @param nominal Ah
  /// @param soc 0 to 1
  CellStack(int count, double nominal, double soc, Random random) {
    while (cells.size() < count) {
      cells.add(new StackedCell(nominal, random));
    }
    this.bleed = BLEED_PER_AH * nominal;
    double used = capacity() * (1 - soc);
    cells.forEach(cell -> cell.charge -= used);
  }

  /// When cells are balanced.
  ///
  /// @param start V from which a cell is bled
  /// @param window V above the lowest cell that are left alone
  record BalanceRule(boolean on, boolean onlyWhileCharging, double start, double window) {}

  /// One second.
  ///
  /// @param amperes positive while charging
  void step(double amperes) {
    for (StackedCell cell : cells) {
      cell.step(amperes, cell.balancing ? bleed : 0);
    }
  }

  /// V each, as the board measures them: in whole millivolts.
  List<Double> volts(double amperes) {
    List<Double> volts = new ArrayList<>(cells.size());
    for (StackedCell cell : cells) {
      double atTerminals = cell.restVolts() + amperes * cell.resistance;
      volts.add(Math.round(Math.max(0, atTerminals) * 1000) / 1000.0);
    }
    return volts;
  }

  /// Chooses the cells to bleed: those near full and above the lowest by more than the window.
  void balance(Measurement measured, BalanceRule rule, long second) {
    boolean applies = rule.on() && (!rule.onlyWhileCharging() || measured.amperes() > 0);
    double limit = Math.max(rule.start(), measured.lowestCell() + rule.window());
    int turn = Math.floorMod(second / TURN_SECONDS, 2);
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).balancing = applies && i % 2 == turn && measured.cells().get(i) > limit;
    }
  }

  /// Numbers from 1.
  List<Integer> balancing() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).balancing) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }

  /// A in all balancing resistors.
  double balanceCurrent() {
    return bleed * balancing().size();
  }

  /// The charge current at which the pack just reaches this voltage in each cell, A; never
  /// negative.
  double currentUpTo(double cellVolts) {
    double room = 0;
    double resistance = 0;
    for (StackedCell cell : cells) {
      room += cellVolts - cell.restVolts();
      resistance += cell.resistance;
    }
    return Math.max(0, room / resistance);
  }

  /// The smallest cell's, Ah: what the pack can deliver.
  double capacity() {
    return cells.stream().mapToDouble(cell -> cell.capacity).min().orElse(0);
  }

  /// Ω of one cell on average.
  double resistance() {
    double sum = 0;
    for (StackedCell cell : cells) {
      sum += cell.resistance;
    }
    return sum / cells.size();
  }

  int count() {
    return cells.size();
  }

  /// One cell as it comes from the factory, near the nominal values and full; in Ah, Ω, A and V.
  private static final class StackedCell {

    private final double capacity;
    private final double resistance;
    private final double leak;
    private final double offset;
    private double charge;
    private double polarisation;
    private boolean balancing;

    StackedCell(double nominal, Random random) {
      this.capacity = nominal * (1 + CAPACITY_SPREAD * spread(random));
      this.charge = capacity + nominal * CHARGE_SPREAD * spread(random);
      this.resistance = RESISTANCE_OF_ONE_AH / nominal * (1 + RESISTANCE_SPREAD * spread(random));
      this.leak = LEAK * nominal * random.nextDouble();
      this.offset = OFFSET_SPREAD * spread(random);
    }

    /// A bell curve without its far ends: the factory sorts those cells out.
    private static double spread(Random random) {
      return Math.clamp(random.nextGaussian(), -2, 2);
    }

    void step(double amperes, double bleed) {
      charge += (amperes - bleed - leak) / SECONDS_PER_HOUR;
      double settled = amperes * resistance * POLARISATION_SHARE;
      polarisation += (settled - polarisation) * (1 / POLARISATION_SECONDS);
    }

    /// As soon as the current stops.
    double restVolts() {
      return OpenCircuitVoltage.at(charge / capacity) + offset + polarisation;
    }
  }
}
