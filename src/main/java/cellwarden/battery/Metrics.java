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
          metric("voltage", "Voltage", "V", s -> s.basic().voltage()),
          metric("current", "Current", "A", s -> s.basic().current()),
          metric("power", "Power", "W", s -> s.basic().power()),
          metric("soc", "State of charge", "%", s -> s.basic().soc()),
          metric("remaining_capacity", "Remaining", "Ah", s -> s.basic().remainingCapacity()),
          metric("nominal_capacity", "Nominal", "Ah", s -> s.basic().nominalCapacity()),
          metric("cycles", "Cycles", "", s -> s.basic().cycles()),
          metric("cells", "Cells", "V", s -> s.cells().volts()),
          metric("cell_min", "Lowest cell", "V", s -> s.cells().min()),
          metric("cell_max", "Highest cell", "V", s -> s.cells().max()),
          metric("cell_avg", "Average cell", "V", s -> s.cells().average()),
          metric("cell_delta", "Cell spread", "V", s -> s.cells().delta()),
          metric("cell_min_number", "Lowest cell number", "", s -> s.cells().minNumber()),
          metric("cell_max_number", "Highest cell number", "", s -> s.cells().maxNumber()),
          metric("temperatures", "Temperatures", "°C", s -> s.basic().temperatures()),
          metric("balancing", "Balancing cells", "", s -> s.basic().balancing()),
          metric("protections", "Protections", "", Metrics::protections),
          metric("charge_fet", "Charge FET", "", s -> s.basic().chargeFet()),
          metric("discharge_fet", "Discharge FET", "", s -> s.basic().dischargeFet()),
          metric("production_date", "Production date", "", Metrics::productionDate),
          metric("software_version", "Software", "", s -> s.basic().softwareVersion()),
          metric("hardware_version", "Hardware", "", s -> s.hardwareVersion().orElse(null)));

  private Metrics() {}

  private static Metric metric(
      String name, String label, String unit, Function<Sample, @Nullable Object> value) {
    return new Metric(name, label, unit, value);
  }

  private static List<String> protections(Sample sample) {
    return sample.basic().protections().stream().map(Protection::label).toList();
  }

  private static @Nullable String productionDate(Sample sample) {
    return sample.basic().productionDate().map(Object::toString).orElse(null);
  }
}
