package cellwarden.battery;

import cellwarden.protocol.Protection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// THE table of published values, in the order of the sample JSON. Journal, MQTT and tables for
/// people all read it.
///
/// Current and power are positive while charging.
public final class Metrics {

  /// What a device states, and what follows from it.
  private static final List<Metric> READ =
      List.of(
          metric("voltage", "Voltage", "V", 2, s -> s.basic().voltage()),
          metric("current", "Current", "A", 2, s -> s.basic().current()),
          metric("power", "Power", "W", 2, s -> s.basic().power()),
          metric("soc", "State of charge", "%", 0, s -> s.basic().soc()),
          metric("remaining_capacity", "Remaining", "Ah", 2, s -> s.basic().remainingCapacity()),
          metric("nominal_capacity", "Nominal", "Ah", 2, s -> s.basic().nominalCapacity()),
          metric("cycles", "Cycles", "", 0, s -> s.basic().cycles()),
          metric("cells", "Cells", "V", 3, s -> s.cells().volts()),
          metric("cell_min", "Lowest cell", "V", 3, s -> s.cells().min()),
          metric("cell_max", "Highest cell", "V", 3, s -> s.cells().max()),
          metric("cell_avg", "Average cell", "V", 4, s -> s.cells().average()),
          metric("cell_delta", "Cell spread", "V", 3, s -> s.cells().delta()),
          metric("cell_min_number", "Lowest cell number", "", 0, s -> s.cells().minNumber()),
          metric("cell_max_number", "Highest cell number", "", 0, s -> s.cells().maxNumber()),
          metric("temperatures", "Temperatures", "°C", 1, s -> s.basic().temperatures()),
          metric("balancing", "Balancing cells", "", 0, s -> s.basic().balancing()),
          metric("protections", "Protections", "", 0, Metrics::protections),
          metric("charge_fet", "Charge FET", "", 0, s -> s.basic().chargeFet()),
          metric("discharge_fet", "Discharge FET", "", 0, s -> s.basic().dischargeFet()),
          metric("production_date", "Production date", "", 0, Metrics::productionDate),
          metric("software_version", "Software", "", 0, s -> s.basic().softwareVersion()),
          metric("hardware_version", "Hardware", "", 0, s -> s.hardwareVersion().orElse(null)));

  /// What is counted from sample to sample; only a service that journals has it.
  static final List<Metric> COUNTERS =
      List.of(
          counter("energy_charged", "Energy charged", "Wh", 1, Energy::charged),
          counter("energy_discharged", "Energy discharged", "Wh", 1, Energy::discharged),
          counter("charge_in", "Charge in", "Ah", 2, Energy::chargeIn),
          counter("charge_out", "Charge out", "Ah", 2, Energy::chargeOut),
          counter("energy_covered", "Time counted", "s", 0, Metrics::coveredSeconds));

  public static final List<Metric> ALL = Stream.concat(READ.stream(), COUNTERS.stream()).toList();

  /// Counters have four decimals. What a restart cuts off, half a step at most, is what the
  /// smallest current of 0.01 A carries in 18 s.
  private static final double COUNTER_STEPS = 1e4;

  private static final double MILLIS_PER_SECOND = 1000;

  private Metrics() {}

  /// The values that this sample has, known or not: all, or all but the counters.
  public static List<Metric> of(Sample sample) {
    return sample.energy().isPresent() ? ALL : READ;
  }

  private static Metric metric(
      String name,
      String label,
      String unit,
      int digits,
      Function<Sample, @Nullable Object> value) {
    return new Metric(name, label, unit, digits, value);
  }

  private static Metric counter(
      String name, String label, String unit, int digits, ToDoubleFunction<Energy> value) {
    return metric(
        name,
        label,
        unit,
        digits,
        s -> s.energy().map(energy -> rounded(value.applyAsDouble(energy))).orElse(null));
  }

  private static double coveredSeconds(Energy energy) {
    return energy.covered().toMillis() / MILLIS_PER_SECOND;
  }

  private static double rounded(double value) {
    return Math.round(value * COUNTER_STEPS) / COUNTER_STEPS;
  }

  private static List<String> protections(Sample sample) {
    return sample.basic().protections().stream().map(Protection::label).toList();
  }

  private static @Nullable String productionDate(Sample sample) {
    return sample.basic().productionDate().map(Object::toString).orElse(null);
  }
}
