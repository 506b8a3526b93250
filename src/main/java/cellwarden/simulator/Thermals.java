package cellwarden.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// How warm the cells and the MOSFETs are, and what the probes say.
final class Thermals {

  private static final double CELL_SECONDS = 7200;
  private static final double JOULES_PER_KELVIN_AND_AH = 20;
  private static final double FET_SECONDS = 300;
  private static final double FET_RISE_AT_RATED_CURRENT = 25;
  private static final double FET_RISE_IDLE = 1.5;
  private static final double PROBE_SPREAD = 0.4;

  private final double[] probeOffsets;
  private double cells;
  private double fets;

  Thermals(int probes, double ambient, Random random) {
    this.probeOffsets = new double[probes];
    for (int i = 0; i < probes; i++) {
      probeOffsets[i] = PROBE_SPREAD * Math.clamp(random.nextGaussian(), -2, 2);
    }
    this.cells = ambient;
    this.fets = ambient + FET_RISE_IDLE;
  }

  /// @param load A over the rated current of the board, without sign
  /// @param heat W in one cell
  /// @param capacity Ah, as a measure of its mass
  void step(double ambient, double load, double heat, double capacity, double seconds) {
    cells +=
        (ambient - cells) * seconds / CELL_SECONDS
            + heat * seconds / (JOULES_PER_KELVIN_AND_AH * capacity);
    double settled = cells + FET_RISE_IDLE + FET_RISE_AT_RATED_CURRENT * load * load;
    fets += (settled - fets) * seconds / FET_SECONDS;
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
