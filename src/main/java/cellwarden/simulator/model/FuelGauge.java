package cellwarden.simulator.model;

/// The board's coulomb counter: what it believes is in the pack.
final class FuelGauge {

  private static final double SECONDS_PER_HOUR = 3600;

  /// A whole number of cycles stays one, also where their charge is no exact number.
  private static final double ROUNDING = 1e-9;

  private final double full;
  private final double cycleCapacity;
  private double remaining;
  private double discharged;

  /// @param full learned capacity, Ah
  /// @param remaining Ah
  /// @param cycles done so far
  /// @param cycleCapacity Ah discharged that count as one cycle
  FuelGauge(double full, double remaining, int cycles, double cycleCapacity) {
    this.full = full;
    this.remaining = remaining;
    this.cycleCapacity = cycleCapacity;
    this.discharged = cycles * cycleCapacity;
  }

  /// One second.
  ///
  /// @param amperes positive while charging
  void step(double amperes) {
    double change = amperes / SECONDS_PER_HOUR;
    set(remaining + change);
    discharged += Math.max(0, -change);
  }

  /// What is left, Ah, whatever was counted.
  void set(double ampereHours) {
    remaining = Math.clamp(ampereHours, 0, full);
  }

  /// Ah.
  double full() {
    return full;
  }

  /// Ah.
  double remaining() {
    return remaining;
  }

  /// %, 0 to 100.
  int soc() {
    return (int) Math.round(100 * remaining / full);
  }

  int cycles() {
    return (int) (discharged / cycleCapacity + ROUNDING);
  }

  /// Goes on from so many cycles.
  void setCycles(int cycles) {
    discharged = cycles * cycleCapacity;
  }
}
