package cellwarden.energy;

import cellwarden.battery.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// What went into a battery and what came out of it, counted since its first reading. None of the
/// five ever falls.
///
/// @param charged Wh that went in
/// @param discharged Wh that came out
/// @param chargeIn Ah that went in
/// @param chargeOut Ah that came out
/// @param covered the time that was counted; what flowed in any other time is not in the counters
public record Energy(
    double charged, double discharged, double chargeIn, double chargeOut, Duration covered) {

  /// Before the first reading.
  public static final Energy ZERO = new Energy(0, 0, 0, 0, Duration.ZERO);

  private static final double MILLIS_PER_SECOND = 1000;

  /// Counters have four decimals. What a restart cuts off, half a step at most, is what the
  /// smallest current of 0.01 A carries in 18 s.
  private static final double STEPS = 1e4;

  /// No battery comes near it in Wh or Ah, nor in seconds: what is above is a damaged line, and
  /// would stay in the counters for ever.
  private static final double LARGEST = 1e12;

  /// What the counters of a sample say; empty for one without all of them, and for what no counter
  /// can say.
  ///
  /// @param numbers the numbers of the sample
  public static Optional<Energy> of(Function<Metric, OptionalDouble> numbers) {
    double[] counters =
        Metric.COUNTERS.stream()
            .mapToDouble(counter -> numbers.apply(counter).orElse(Double.NaN))
            .toArray();
    if (!Arrays.stream(counters).allMatch(value -> value >= 0 && value <= LARGEST)) {
      return Optional.empty();
    }
    Duration covered = Duration.ofMillis(Math.round(counters[4] * MILLIS_PER_SECOND));
    return Optional.of(new Energy(counters[0], counters[1], counters[2], counters[3], covered));
  }

  /// The counters as a sample has them, to four decimals.
  public Map<Metric, Double> counters() {
    Map<Metric, Double> counters = new EnumMap<>(Metric.class);
    counters.put(Metric.ENERGY_CHARGED, rounded(charged));
    counters.put(Metric.ENERGY_DISCHARGED, rounded(discharged));
    counters.put(Metric.CHARGE_IN, rounded(chargeIn));
    counters.put(Metric.CHARGE_OUT, rounded(chargeOut));
    counters.put(Metric.ENERGY_COVERED, covered.toMillis() / MILLIS_PER_SECOND);
    return counters;
  }

  private static double rounded(double value) {
    return Math.round(value * STEPS) / STEPS;
  }

  /// Both counts together.
  public Energy plus(Energy more) {
    return new Energy(
        charged + more.charged,
        discharged + more.discharged,
        chargeIn + more.chargeIn,
        chargeOut + more.chargeOut,
        covered.plus(more.covered));
  }
}
