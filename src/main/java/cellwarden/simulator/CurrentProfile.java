package cellwarden.simulator;

import java.time.Instant;

/// What the world around the battery wants of it.
@FunctionalInterface
interface CurrentProfile {

  /// What is wanted at one moment.
  ///
  /// @param soc as the board states it, %
  /// @return A, positive while charging; whether it flows is up to the FETs
  double amperes(Instant time, CellStack cells, int soc);

  /// A constant current where the options state one, otherwise a house with solar panels.
  static CurrentProfile of(SimulatorOptions options) {
    return options.current().isPresent()
        ? constant(options.current().getAsDouble())
        : new SolarDay(options.capacity(), options.seed());
  }

  /// The same always: no charger that ends, no inverter that stops, so that protections trip.
  static CurrentProfile constant(double amperes) {
    return (time, cells, soc) -> amperes;
  }
}
