package cellwarden.simulator.model;

import static cellwarden.protocol.register.Protection.CELL_OVERVOLTAGE;
import static cellwarden.protocol.register.Protection.CELL_UNDERVOLTAGE;
import static cellwarden.protocol.register.Protection.CHARGE_OVERCURRENT;
import static cellwarden.protocol.register.Protection.CHARGE_OVERTEMPERATURE;
import static cellwarden.protocol.register.Protection.CHARGE_UNDERTEMPERATURE;
import static cellwarden.protocol.register.Protection.DISCHARGE_OVERCURRENT;
import static cellwarden.protocol.register.Protection.DISCHARGE_OVERTEMPERATURE;
import static cellwarden.protocol.register.Protection.DISCHARGE_UNDERTEMPERATURE;
import static cellwarden.protocol.register.Protection.PACK_OVERVOLTAGE;
import static cellwarden.protocol.register.Protection.PACK_UNDERVOLTAGE;
import static cellwarden.protocol.register.Protection.SHORT_CIRCUIT;

import cellwarden.protocol.register.ConfigurationValue.BytePair;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.Protection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The protections of the board, judged second by second: what each measures, its limit among the
/// settings, and which direction of current it stops.
final class ProtectionTable {

  private static final boolean CHARGE = true;
  private static final boolean DISCHARGE = false;
  private static final int OVER = 1;
  private static final int UNDER = -1;

  /// A discharge current this many times the overcurrent limit counts as a short circuit.
  private static final double SHORT_CIRCUIT_FACTOR = 3;

  private static final int MOST_COUNTED = 0xFFFF;

  private final List<ProtectionState> rows =
      List.of(
          row(CELL_OVERVOLTAGE, CHARGE, OVER, Measurement::highestCell, "cell_ov"),
          row(CELL_UNDERVOLTAGE, DISCHARGE, UNDER, Measurement::lowestCell, "cell_uv"),
          row(PACK_OVERVOLTAGE, CHARGE, OVER, Measurement::pack, "pack_ov"),
          row(PACK_UNDERVOLTAGE, DISCHARGE, UNDER, Measurement::pack, "pack_uv"),
          row(CHARGE_OVERTEMPERATURE, CHARGE, OVER, Measurement::warmest, "charge_ot"),
          row(CHARGE_UNDERTEMPERATURE, CHARGE, UNDER, Measurement::coldest, "charge_ut"),
          row(DISCHARGE_OVERTEMPERATURE, DISCHARGE, OVER, Measurement::warmest, "discharge_ot"),
          row(DISCHARGE_UNDERTEMPERATURE, DISCHARGE, UNDER, Measurement::coldest, "discharge_ut"),
          row(CHARGE_OVERCURRENT, CHARGE, OVER, Measurement::amperes, "charge_oc"),
          row(DISCHARGE_OVERCURRENT, DISCHARGE, UNDER, Measurement::amperes, "discharge_oc"),
          row(SHORT_CIRCUIT, DISCHARGE, UNDER, Measurement::amperes, "discharge_oc"));

  private static ProtectionState row(
      Protection protection,
      boolean direction,
      int side,
      ToDoubleFunction<Measurement> measured,
      String setting) {
    return new ProtectionState(protection, direction, side, measured, setting);
  }

  /// New limits; what has tripped stays so until it is released by them.
  void limit(BoardSettings settings) {
    rows.forEach(row -> row.limit(settings));
  }

  /// Judges the measurement of one second.
  ///
  /// @return what tripped in this second
  Set<Protection> judge(Measurement measurement) {
    Set<Protection> fresh = EnumSet.noneOf(Protection.class);
    for (ProtectionState row : rows) {
      if (row.judge(measurement)) {
        fresh.add(row.protection);
      }
    }
    return fresh;
  }

  /// What is in force.
  Set<Protection> tripped() {
    Set<Protection> tripped = EnumSet.noneOf(Protection.class);
    rows.stream().filter(row -> row.tripped).forEach(row -> tripped.add(row.protection));
    return tripped;
  }

  boolean stopsCharge() {
    return stops(CHARGE);
  }

  boolean stopsDischarge() {
    return stops(DISCHARGE);
  }

  private boolean stops(boolean direction) {
    for (ProtectionState row : rows) {
      if (row.tripped && row.direction == direction) {
        return true;
      }
    }
    return false;
  }

  /// How often each has tripped since the counters were cleared, and one start of the board: twelve
  /// counters, as in every capture.
  ErrorCounts errorCounts() {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.put(row.protection.label(), Math.min(MOST_COUNTED, row.trips)));
    counts.put("system_restarts", 1);
    return new ErrorCounts(counts);
  }

  void clearErrorCounts() {
    rows.forEach(row -> row.trips = 0);
  }

  /// One protection, and how it stands. Trip and release differ, so that it does not flutter at the
  /// limit; the overcurrents stop their own cause and are released by time.
  private static final class ProtectionState {

    private final Protection protection;
    private final boolean direction;
    private final int side;
    private final ToDoubleFunction<Measurement> measured;
    private final String setting;
    private double limit;
    private double release;
    private int delay;
    private int hold;

    /// s that the trip condition lasts, or that the protection is in force.
    private int seconds;

    private boolean tripped;
    private int trips;

    ProtectionState(
        Protection protection,
        boolean direction,
        int side,
        ToDoubleFunction<Measurement> measured,
        String setting) {
      this.protection = protection;
      this.direction = direction;
      this.side = side;
      this.measured = measured;
      this.setting = setting;
    }

    void limit(BoardSettings settings) {
      limit = settings.amount(setting);
      if (protection == SHORT_CIRCUIT) {
        limit *= SHORT_CIRCUIT_FACTOR;
        release = limit;
        hold = settings.bytes("hard_delay_sc_release").second();
      } else if (measuresCurrent()) {
        BytePair times = settings.bytes(setting + "_delay_release");
        release = limit;
        delay = times.first();
        hold = times.second();
      } else {
        // The delays of cell_uv and cell_ov are in cell_uv_ov_delay, and so on.
        BytePair delays = settings.bytes(setting.replaceFirst("[uo]([vt])$", "u$1_o$1_delay"));
        release = settings.amount(setting + "_release");
        delay = side == UNDER ? delays.first() : delays.second();
      }
    }

    private boolean measuresCurrent() {
      return setting.endsWith("_oc");
    }

    /// @return whether it trips in this second
    boolean judge(Measurement measurement) {
      double value = measured.applyAsDouble(measurement);
      if (tripped) {
        seconds++;
        tripped = seconds < hold || isBeyond(value, release);
        seconds = tripped ? seconds : 0;
        return false;
      }
      seconds = isBeyond(value, limit) ? seconds + 1 : 0;
      tripped = seconds > 0 && seconds >= delay;
      if (tripped) {
        seconds = 0;
        trips++;
      }
      return tripped;
    }

    private boolean isBeyond(double value, double bound) {
      return side * (value - bound) > 0;
    }
  }
}
