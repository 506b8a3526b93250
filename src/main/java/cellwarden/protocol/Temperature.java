package cellwarden.protocol;

/// Temperatures on the wire: tenths of a kelvin, with 2731 for 0 °C.
final class Temperature {

  private static final int ZERO_CELSIUS = 2731;

  private Temperature() {}

  /// @param raw 0 to 0xFFFF; an open probe reads very low, which is reported as it is
  static double celsius(int raw) {
    return (raw - ZERO_CELSIUS) / 10.0;
  }

  static long raw(double celsius) {
    return Math.round(celsius * 10.0) + ZERO_CELSIUS;
  }
}
