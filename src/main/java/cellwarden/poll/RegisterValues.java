package cellwarden.poll;

import cellwarden.battery.Metric;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.Protection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The one table of where registers become values.
public final class RegisterValues {

  private RegisterValues() {}

  /// The values of these registers that the device states.
  ///
  /// @param hardware the hardware version; empty where the device does not say
  public static Map<Metric, Object> of(
      BasicInfo basic, CellVoltages cells, Optional<String> hardware) {
    Map<Metric, Object> values = of(basic);
    values.put(Metric.CELLS, cells.volts());
    values.put(Metric.CELL_MIN, cells.min());
    values.put(Metric.CELL_MAX, cells.max());
    values.put(Metric.CELL_AVG, cells.average());
    values.put(Metric.CELL_DELTA, cells.delta());
    values.put(Metric.CELL_MIN_NUMBER, cells.minNumber());
    values.put(Metric.CELL_MAX_NUMBER, cells.maxNumber());
    hardware.ifPresent(version -> values.put(Metric.HARDWARE_VERSION, version));
    return values;
  }

  /// The values that register 03 alone states.
  static Map<Metric, Object> of(BasicInfo basic) {
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    values.put(Metric.VOLTAGE, basic.voltage());
    values.put(Metric.CURRENT, basic.current());
    values.put(Metric.POWER, basic.power());
    values.put(Metric.SOC, basic.soc());
    values.put(Metric.REMAINING_CAPACITY, basic.remainingCapacity());
    values.put(Metric.NOMINAL_CAPACITY, basic.nominalCapacity());
    values.put(Metric.CYCLES, basic.cycles());
    values.put(Metric.TEMPERATURES, basic.temperatures());
    values.put(Metric.BALANCING, basic.balancing());
    values.put(Metric.PROTECTIONS, basic.protections().stream().map(Protection::label).toList());
    values.put(Metric.CHARGE_FET, basic.chargeFet());
    values.put(Metric.DISCHARGE_FET, basic.dischargeFet());
    basic.productionDate().ifPresent(date -> values.put(Metric.PRODUCTION_DATE, date));
    values.put(Metric.SOFTWARE_VERSION, basic.softwareVersion());
    basic.socByCapacity().ifPresent(share -> values.put(Metric.SOC_BY_CAPACITY, share));
    basic
        .fullChargeCapacity()
        .ifPresent(learned -> values.put(Metric.FULL_CHARGE_CAPACITY, learned));
    basic.currentLimiter().ifPresent(on -> values.put(Metric.CURRENT_LIMITER, on));
    basic.heating().ifPresent(on -> values.put(Metric.HEATING, on));
    basic
        .extension()
        .ifPresent(more -> {
          values.put(Metric.BALANCE_CURRENT, more.balanceCurrent());
          values.put(Metric.WARNINGS, more.warnings());
        });
    return values;
  }
}
