package cellwarden.simulator.model;

import java.util.List;

/// What the board measures at one moment and its protections judge.
///
/// @param cells V each
/// @param amperes positive while charging
/// @param lowestCell V
/// @param highestCell V
/// @param pack V of all cells together
/// @param coldest °C of the cell probes; no number without a probe, which no limit ever passes
/// @param warmest °C of the cell probes; no number without a probe
record Measurement(
    List<Double> cells,
    double amperes,
    double lowestCell,
    double highestCell,
    double pack,
    double coldest,
    double warmest) {

  /// @param celsius of the cell probes
  static Measurement of(List<Double> cells, double amperes, List<Double> celsius) {
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    double pack = 0;
    for (double cell : cells) {
      lowest = Math.min(lowest, cell);
      highest = Math.max(highest, cell);
      pack += cell;
    }
    double coldest = celsius.isEmpty() ? Double.NaN : celsius.getFirst();
    double warmest = coldest;
    for (double probe : celsius) {
      coldest = Math.min(coldest, probe);
      warmest = Math.max(warmest, probe);
    }
    return new Measurement(cells, amperes, lowest, highest, pack, coldest, warmest);
  }
}
