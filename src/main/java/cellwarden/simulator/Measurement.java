package cellwarden.simulator;

import java.util.Collections;
import java.util.List;

/// What the board measures at one moment and its protections judge.
///
/// @param cells V each
/// @param amperes positive while charging
/// @param celsius of the cell probes; without one, no temperature protection trips
record Measurement(List<Double> cells, double amperes, List<Double> celsius) {

  double lowestCell() {
    return Collections.min(cells);
  }

  double highestCell() {
    return Collections.max(cells);
  }

  double pack() {
    return cells.stream().mapToDouble(Double::doubleValue).sum();
  }
}
