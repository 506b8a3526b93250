package cellwarden.simulator.model;

import java.time.Instant;

/// A house with solar panels: the sun charges by day, the household draws all the time, most in the
/// evening.
///
/// The hours are those of UTC, so that a seed gives the same day everywhere. A function of the time
/// alone: asking twice, or in another order, changes nothing.
///
/// @param capacity nominal, Ah; every current is a share of it
/// @param seed decides about clouds and appliances
record SolarDay(double capacity, long seed) implements CurrentProfile {

  private static final double SUNRISE = 6;
  private static final double SUNSET = 18;
  private static final double PEAK_SUN = 0.2;
  private static final int CLOUD_SECONDS = 600;

  private static final double BASE_LOAD = 0.014;
  private static final double BREAKFAST = 0.035;
  private static final double DINNER = 0.065;
  private static final double FRIDGE = 0.006;
  private static final int FRIDGE_CYCLE_SECONDS = 3000;
  private static final double KETTLE = 0.12;
  private static final int KETTLE_SECONDS = 240;
  private static final double KETTLE_CHANCE = 0.025;

  /// Where the charger holds the voltage, V in each cell on average.
  private static final double ABSORPTION = 3.46;

  /// Where the inverter switches the household off, %.
  private static final int INVERTER_STOP = 10;

  @Override
  public double amperes(Instant time, CellStack cells, int soc) {
    double hour = Math.floorMod(time.getEpochSecond(), 86_400) / 3600.0;
    double load = soc > INVERTER_STOP ? load(time, hour) : 0;
    double wanted = capacity * (sun(time, hour) - load);
    return wanted > 0 ? Math.min(wanted, cells.currentUpTo(ABSORPTION)) : wanted;
  }

  private double sun(Instant time, double hour) {
    if (hour <= SUNRISE || hour >= SUNSET) {
      return 0;
    }
    double bell = Math.sin(Math.PI * (hour - SUNRISE) / (SUNSET - SUNRISE));
    double day = 0.55 + 0.45 * dice(1, Math.floorDiv(time.getEpochSecond(), 86_400));
    return PEAK_SUN * bell * bell * day * (0.75 + 0.25 * clouds(time.getEpochSecond()));
  }

  /// Drifts between 0 and 1 in ten-minute pieces.
  private double clouds(long second) {
    long piece = Math.floorDiv(second, CLOUD_SECONDS);
    double part = Math.floorMod(second, CLOUD_SECONDS) / (double) CLOUD_SECONDS;
    return (1 - part) * dice(2, piece) + part * dice(2, piece + 1);
  }

  private double load(Instant time, double hour) {
    long second = time.getEpochSecond();
    boolean fridge =
        Math.floorMod(second + seed % 997, FRIDGE_CYCLE_SECONDS) < FRIDGE_CYCLE_SECONDS / 3;
    boolean kettle = hour > 6 && hour < 23 && dice(3, second / KETTLE_SECONDS) < KETTLE_CHANCE;
    return BASE_LOAD * (0.9 + 0.2 * dice(4, second / 15))
        + BREAKFAST * bump(hour, 7.2, 0.8)
        + DINNER * bump(hour, 19.5, 1.6)
        + (fridge ? FRIDGE : 0)
        + (kettle ? KETTLE : 0);
  }

  private static double bump(double hour, double middle, double width) {
    double distance = (hour - middle) / width;
    return Math.exp(-distance * distance);
  }

  /// 0 to 1, always the same for the same seed, purpose and index (the finaliser of SplitMix64).
  private double dice(int purpose, long index) {
    long mixed = (seed * 31 + purpose) * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
