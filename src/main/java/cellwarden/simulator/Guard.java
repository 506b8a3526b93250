package cellwarden.simulator;

import cellwarden.protocol.register.Protection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One protection of the board: when it trips, when it releases, and which direction of current it
/// stops.
///
/// Trip and release differ, so that the protection does not flutter at the limit.
///
/// @param delay how long the trip condition must last, s
/// @param hold how long it stays tripped at least, s: the overcurrents stop their own cause and are
///   released by time
record Guard(
    Protection protection,
    boolean stopsCharge,
    boolean stopsDischarge,
    int delay,
    int hold,
    Predicate<Measurement> trips,
    Predicate<Measurement> releases) {

  /// A discharge current this many times the overcurrent limit counts as a short circuit.
  private static final double SHORT_CIRCUIT = 3;

  /// All protections with the limits of these settings.
  static List<Guard> of(Settings settings) {
    return Stream.of(voltages(settings), temperatures(settings), currents(settings))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Guard> voltages(Settings s) {
    return List.of(
        charge(
            Protection.CELL_OVERVOLTAGE,
            s.second("cell_uv_ov_delay"),
            cellAbove(s.quantity("cell_ov")),
            cellAbove(s.quantity("cell_ov_release")).negate()),
        discharge(
            Protection.CELL_UNDERVOLTAGE,
            s.first("cell_uv_ov_delay"),
            cellBelow(s.quantity("cell_uv")),
            cellBelow(s.quantity("cell_uv_release")).negate()),
        charge(
            Protection.PACK_OVERVOLTAGE,
            s.second("pack_uv_ov_delay"),
            packAbove(s.quantity("pack_ov")),
            packAbove(s.quantity("pack_ov_release")).negate()),
        discharge(
            Protection.PACK_UNDERVOLTAGE,
            s.first("pack_uv_ov_delay"),
            packBelow(s.quantity("pack_uv")),
            packBelow(s.quantity("pack_uv_release")).negate()));
  }

  private static List<Guard> temperatures(Settings s) {
    return List.of(
        charge(
            Protection.CHARGE_OVERTEMPERATURE,
            s.second("charge_ut_ot_delay"),
            warmer(s.quantity("charge_ot")),
            warmer(s.quantity("charge_ot_release")).negate()),
        charge(
            Protection.CHARGE_UNDERTEMPERATURE,
            s.first("charge_ut_ot_delay"),
            colder(s.quantity("charge_ut")),
            colder(s.quantity("charge_ut_release")).negate()),
        discharge(
            Protection.DISCHARGE_OVERTEMPERATURE,
            s.second("discharge_ut_ot_delay"),
            warmer(s.quantity("discharge_ot")),
            warmer(s.quantity("discharge_ot_release")).negate()),
        discharge(
            Protection.DISCHARGE_UNDERTEMPERATURE,
            s.first("discharge_ut_ot_delay"),
            colder(s.quantity("discharge_ut")),
            colder(s.quantity("discharge_ut_release")).negate()));
  }

  private static List<Guard> currents(Settings s) {
    return List.of(
        timed(
            Protection.CHARGE_OVERCURRENT,
            s.first("charge_oc_delay_release"),
            s.second("charge_oc_delay_release"),
            currentAbove(s.quantity("charge_oc"))),
        timed(
            Protection.DISCHARGE_OVERCURRENT,
            s.first("discharge_oc_delay_release"),
            s.second("discharge_oc_delay_release"),
            currentBelow(s.quantity("discharge_oc"))),
        timed(
            Protection.SHORT_CIRCUIT,
            0,
            s.second("hard_delay_sc_release"),
            currentBelow(SHORT_CIRCUIT * s.quantity("discharge_oc"))));
  }

  private static Predicate<Measurement> cellAbove(double volts) {
    return m -> m.highestCell() > volts;
  }

  private static Predicate<Measurement> cellBelow(double volts) {
    return m -> m.lowestCell() < volts;
  }

  private static Predicate<Measurement> packAbove(double volts) {
    return m -> m.pack() > volts;
  }

  private static Predicate<Measurement> packBelow(double volts) {
    return m -> m.pack() < volts;
  }

  private static Predicate<Measurement> warmer(double celsius) {
    return m -> {
      for (double probe : m.celsius()) {
        if (probe > celsius) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<Measurement> colder(double celsius) {
    return m -> {
      for (double probe : m.celsius()) {
        if (probe < celsius) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<Measurement> currentAbove(double amperes) {
    return m -> m.amperes() > amperes;
  }

  private static Predicate<Measurement> currentBelow(double amperes) {
    return m -> m.amperes() < amperes;
  }

  private static Guard charge(
      Protection protection,
      int delay,
      Predicate<Measurement> trips,
      Predicate<Measurement> releases) {
    return new Guard(protection, true, false, delay, 0, trips, releases);
  }

  private static Guard discharge(
      Protection protection,
      int delay,
      Predicate<Measurement> trips,
      Predicate<Measurement> releases) {
    return new Guard(protection, false, true, delay, 0, trips, releases);
  }

  private static Guard timed(
      Protection protection, int delay, int hold, Predicate<Measurement> trips) {
    boolean charge = protection == Protection.CHARGE_OVERCURRENT;
    return new Guard(protection, charge, !charge, delay, hold, trips, trips.negate());
  }
}
