package cellwarden.simulator.model;

import java.time.Instant;

/// What the world around the battery wants of it.
@FunctionalInterface
interface CurrentProfile {

  /// What is wanted at one moment.
  ///
  /// @param soc as the board states it, %
  /// @return A, positive while charging; whether it flows is up to the FETs
  double amperes(Instant time, CellStack cells, int soc);
}
