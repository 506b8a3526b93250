package cellwarden.simulator.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/// How warm the air, the cells and the MOSFETs are, and what the probes say.
final class Thermals {

  /// A garage in spring, warmest in mid-afternoon (UTC).
  private static final double GARAGE = 18;

  private static final double SWING = 5;
  private static final double WARMEST_HOUR = 15;

  private static final double CELL_SECONDS = 7200;
  private static final double JOULES_PER_KELVIN_AND_AH = 20;
  private static final double FET_SECONDS = 300;
  private static final double FET_RISE_AT_RATED_CURRENT = 25;
  private static final double FET_RISE_IDLE = 1.5;
  private static final double PROBE_SPREAD = 0.4;

  private final OptionalDouble steady;
  private final double capacity;
  private final double[] probeOffsets;
  private double cells;
  private double fets;

  Thermals(PackOptions options, Instant start, Random random) {
    this.steady = options.ambient();
    this.capacity = options.capacity();
    this.probeOffsets = new double[options.ntcs()];
    for (int i = 0; i < probeOffsets.length; i++) {
      probeOffsets[i] = PROBE_SPREAD * Math.clamp(random.nextGaussian(), -2, 2);
    }
    this.cells = ambient(start);
    this.fets = cells + FET_RISE_IDLE;
  }

  /// One second.
  ///
  /// @param amperes positive while charging
  /// @param resistance Ω of one cell
  void step(Instant time, double amperes, double resistance) {
    double load = amperes / capacity;
    double heat = amperes * amperes * resistance;
    cells += (ambient(time) - cells) / CELL_SECONDS + heat / (JOULES_PER_KELVIN_AND_AH * capacity);
    double settled = cells + FET_RISE_IDLE + FET_RISE_AT_RATED_CURRENT * load * load;
    fets += (settled - fets) / FET_SECONDS;
  }

  private double ambient(Instant time) {
    if (steady.isPresent()) {
      return steady.getAsDouble();
    }
    double hour = Math.floorMod(time.getEpochSecond(), 86_400) / 3600.0;
    return GARAGE + SWING * Math.cos(2 * Math.PI * (hour - WARMEST_HOUR) / 24);
  }

  /// What each probe reads, °C. Of two or more the last sits at the MOSFETs.
  List<Double> probes() {
    List<Double> readings = new ArrayList<>(probeOffsets.length);
    for (int i = 0; i < probeOffsets.length; i++) {
      boolean atFets = i > 0 && i == probeOffsets.length - 1;
      readings.add(Math.round(((atFets ? fets : cells) + probeOffsets[i]) * 10) / 10.0);
    }
    return readings;
  }

  /// What the cell probes read, °C; empty without a probe.
  List<Double> cellProbes() {
    List<Double> all = probes();
    return all.size() > 1 ? all.subList(0, all.size() - 1) : all;
  }
}
