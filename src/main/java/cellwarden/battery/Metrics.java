package cellwarden.battery;

import cellwarden.protocol.Protection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// THE table of published values, in the order of the sample JSON. Journal, MQTT and tables for
/// people all read it.
///
/// Current and power are positive while charging.
public final class Metrics {

  public static final List<Metric> ALL =
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

  private Metrics() {}

  private static Metric metric(
      String name,
      String label,
      String unit,
      int digits,
      Function<Sample, @Nullable Object> value) {
    return new Metric(name, label, unit, digits, value);
  }

  private static List<String> protections(Sample sample) {
    return sample.basic().protections().stream().map(Protection::label).toList();
  }

  private static @Nullable String productionDate(Sample sample) {
    return sample.basic().productionDate().map(Object::toString).orElse(null);
  }
}
