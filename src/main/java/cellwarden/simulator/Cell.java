package cellwarden.simulator;

import java.util.Random;

/// One LiFePO4 cell: its charge, and the voltage that follows from it.
final class Cell {

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

  private final double capacity;
  private final double resistance;
  private final double leak;
  private final double offset;
  private double charge;
  private double polarisation;

  /// @param capacity Ah
  /// @param charge Ah
  /// @param resistance Ω
  /// @param leak A
  /// @param offset V
  Cell(double capacity, double charge, double resistance, double leak, double offset) {
    this.capacity = capacity;
    this.charge = charge;
    this.resistance = resistance;
    this.leak = leak;
    this.offset = offset;
  }

  /// A full cell as it comes from the factory: near the nominal values.
  ///
  /// @param nominal Ah
  static Cell sample(double nominal, Random random) {
    double capacity = nominal * (1 + CAPACITY_SPREAD * spread(random));
    double charge = capacity + nominal * CHARGE_SPREAD * spread(random);
    double resistance = RESISTANCE_OF_ONE_AH / nominal * (1 + RESISTANCE_SPREAD * spread(random));
    double leak = LEAK * nominal * random.nextDouble();
    return new Cell(capacity, charge, resistance, leak, OFFSET_SPREAD * spread(random));
  }

  /// A bell curve without its far ends: the factory sorts those cells out.
  private static double spread(Random random) {
    return Math.clamp(random.nextGaussian(), -2, 2);
  }

  /// Takes charge out at once, Ah.
  void drain(double ampereHours) {
    charge -= ampereHours;
  }

  /// @param amperes positive while charging
  /// @param bleed A drawn by the balancer
  void step(double amperes, double bleed, double seconds) {
    charge += (amperes - bleed - leak) * seconds / SECONDS_PER_HOUR;
    double settled = amperes * resistance * POLARISATION_SHARE;
    polarisation += (settled - polarisation) * Math.min(1, seconds / POLARISATION_SECONDS);
  }

  /// V at the terminals under this current.
  double volts(double amperes) {
    return restVolts() + amperes * resistance;
  }

  /// V as soon as the current stops.
  double restVolts() {
    return OpenCircuitVoltage.at(charge / capacity) + offset + polarisation;
  }

  /// Ah.
  double capacity() {
    return capacity;
  }

  /// Ω.
  double resistance() {
    return resistance;
  }
}
