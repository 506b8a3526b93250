package cellwarden.simulator.model;

/// The voltage of a rested LiFePO4 cell over its state of charge: a long flat middle between two
/// steep ends.
///
/// A typical curve, rounded; cells of different makers differ by some millivolts in the middle.
final class OpenCircuitVoltage {

  /// Charge over capacity (below 0 and above 1 for abused cells) and volts.
  private static final double[][] CURVE = {
    {-0.03, 1.80},
    {0.00, 2.50},
    {0.01, 2.70},
    {0.02, 2.85},
    {0.05, 3.00},
    {0.10, 3.15},
    {0.15, 3.20},
    {0.20, 3.225},
    {0.30, 3.265},
    {0.40, 3.280},
    {0.50, 3.290},
    {0.60, 3.302},
    {0.70, 3.325},
    {0.80, 3.330},
    {0.90, 3.335},
    {0.95, 3.345},
    {0.98, 3.370},
    {0.99, 3.400},
    {1.00, 3.480},
    {1.01, 3.650},
    {1.03, 4.000},
  };

  private OpenCircuitVoltage() {}

  /// The voltage, V.
  ///
  /// @param soc charge over capacity; outside the curve its ends hold
  static double at(double soc) {
    if (soc <= CURVE[0][0]) {
      return CURVE[0][1];
    }
    for (int i = 1; i < CURVE.length; i++) {
      if (soc <= CURVE[i][0]) {
        double part = (soc - CURVE[i - 1][0]) / (CURVE[i][0] - CURVE[i - 1][0]);
        return CURVE[i - 1][1] + part * (CURVE[i][1] - CURVE[i - 1][1]);
      }
    }
    return CURVE[CURVE.length - 1][1];
  }
}
