package cellwarden.simulator;

import java.util.List;

/// What the board measures at one moment and its protections judge.
///
/// @param cells V each
/// @param amperes positive while charging
/// @param celsius of the cell probes; without one, no temperature protection trips
/// @param lowestCell V
/// @param highestCell V
/// @param pack V of all cells together
record Measurement(
    List<Double> cells,
    double amperes,
    List<Double> celsius,
    double lowestCell,
    double highestCell,
    double pack) {

  /// With what follows from the cells, which every protection asks for each second.
  static Measurement of(List<Double> cells, double amperes, List<Double> celsius) {
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    double pack = 0;
    for (double cell : cells) {
      lowest = Math.min(lowest, cell);
      highest = Math.max(highest, cell);
      pack += cell;
    }
    return new Measurement(cells, amperes, celsius, lowest, highest, pack);
  }
}
