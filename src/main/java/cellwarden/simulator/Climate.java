package cellwarden.simulator;

import java.time.Instant;

/// The air around the battery over the day, warmest in mid-afternoon (UTC).
///
/// @param mean °C
/// @param swing K above and below it
record Climate(double mean, double swing) {

  private static final double WARMEST_HOUR = 15;

  /// A garage in spring.
  static Climate garage() {
    return new Climate(18, 5);
  }

  /// The same all day.
  static Climate steady(double celsius) {
    return new Climate(celsius, 0);
  }

  /// °C.
  double at(Instant time) {
    double hour = Math.floorMod(time.getEpochSecond(), 86_400) / 3600.0;
    return mean + swing * Math.cos(2 * Math.PI * (hour - WARMEST_HOUR) / 24);
  }
}
