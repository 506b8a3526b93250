package cellwarden.cli.frame;

import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.BasicInfoExtension;
import cellwarden.protocol.register.BoardClock;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.ConfigurationValue;
import cellwarden.protocol.register.DeviceText;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.EventLog;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.protocol.register.ParameterBlock;
import cellwarden.protocol.register.Protection;
import cellwarden.protocol.register.RegisterValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One value of a register, under the name that users see.
///
/// @param name as in the sample
/// @param value a [Double], [Integer], [Boolean], [String], a list of them or a map of counts; null
///   where the device did not say
/// @param unit empty for counts, states and texts
record RegisterField(String name, @Nullable Object value, String unit) {

  private static RegisterField plain(String name, @Nullable Object value) {
    return new RegisterField(name, value, "");
  }

  /// The values of a register, in the order of the wire.
  static List<RegisterField> of(RegisterValue value) {
    return switch (value) {
      case BasicInfo info -> basicInfo(info);
      case CellVoltages cells -> cellVoltages(cells);
      case HardwareVersion version -> List.of(plain("hardware_version", version.text()));
      case ErrorCounts errors -> List.of(plain("error_counts", errors.counts()));
      case DeviceText text -> List.of(plain("text", text.text()));
      case ConfigurationValue setting -> setting(setting);
      case ParameterBlock block ->
          List.of(plain("first", block.first()), plain("words", block.words()));
      case BoardClock clock -> List.of(plain("clock_numbers", clock.numbers()));
      case EventLog.Length log ->
          List.of(
              plain("event_log_length", log.entries()), plain("event_log_length_2", log.second()));
      case EventLog.Entry entry -> List.of(plain("event_log_entry", entry.bytes().hex()));
    };
  }

  private static List<RegisterField> basicInfo(BasicInfo info) {
    List<RegisterField> fields = new ArrayList<>();
    fields.add(new RegisterField("voltage", info.voltage(), "V"));
    fields.add(new RegisterField("current", info.current(), "A"));
    fields.add(new RegisterField("power", info.power(), "W"));
    fields.add(new RegisterField("remaining_capacity", info.remainingCapacity(), "Ah"));
    fields.add(new RegisterField("nominal_capacity", info.nominalCapacity(), "Ah"));
    fields.add(plain("cycles", info.cycles()));
    fields.add(plain("production_date", date(info.productionDate())));
    fields.add(plain("balancing", info.balancing()));
    fields.add(
        plain("balance_bits", List.of(info.balanceBits() & 0xFFFF, info.balanceBits() >>> 16)));
    fields.add(plain("protections", protections(info)));
    fields.add(plain("protection_bits", info.protectionBits()));
    fields.add(plain("software_version", info.softwareVersion()));
    fields.add(plain("software_version_raw", info.softwareVersionRaw()));
    fields.add(new RegisterField("soc", info.soc(), "%"));
    info.socByCapacity()
        .ifPresent(share -> fields.add(new RegisterField("soc_by_capacity", share, "%")));
    fields.add(plain("charge_fet", info.chargeFet()));
    fields.add(plain("discharge_fet", info.dischargeFet()));
    fields.add(plain("fet_bits", info.fetBits()));
    info.currentLimiter().ifPresent(on -> fields.add(plain("current_limiter", on)));
    info.heating().ifPresent(on -> fields.add(plain("heating", on)));
    fields.add(plain("cell_count", info.cellCount()));
    fields.add(plain("ntc_count", info.ntcCount()));
    fields.add(new RegisterField("temperatures", info.temperatures(), "°C"));
    info.extension().ifPresent(extension -> addExtension(extension, fields));
    if (!info.trailing().isEmpty()) {
      fields.add(plain("trailing", info.trailing().hex()));
    }
    info.tail().ifPresent(tail -> addTail(tail, fields));
    return fields;
  }

  private static void addExtension(BasicInfoExtension extension, List<RegisterField> fields) {
    extension
        .humidity()
        .ifPresent(humidity -> fields.add(new RegisterField("humidity", humidity, "%")));
    extension.stateBits().ifPresent(bits -> fields.add(plain("state_bits", bits)));
    fields.add(plain("warnings", extension.warnings()));
    fields.add(plain("alarm_bits", extension.alarmBits()));
    fields.add(new RegisterField("full_charge_capacity", extension.fullChargeCapacity(), "Ah"));
    fields.add(new RegisterField("remaining_capacity_2", extension.remainingCapacity(), "Ah"));
    fields.add(new RegisterField("balance_current", extension.balanceCurrent(), "A"));
  }

  private static void addTail(BasicInfoExtension.Tail tail, List<RegisterField> fields) {
    fields.add(plain("active_balance_bits", tail.activeBalanceBits()));
    fields.add(plain("protocol_version", tail.protocolVersion()));
    fields.add(plain("status_bits", tail.statusBits()));
  }

  private static List<RegisterField> cellVoltages(CellVoltages cells) {
    return List.of(
        new RegisterField("cells", cells.volts(), "V"),
        new RegisterField("cell_min", cells.min(), "V"),
        new RegisterField("cell_max", cells.max(), "V"),
        new RegisterField("cell_delta", cells.delta(), "V"));
  }

  private static List<RegisterField> setting(ConfigurationValue setting) {
    RegisterField name = plain("name", setting.name());
    return switch (setting.content()) {
      case ConfigurationValue.Amount(double value, ConfigurationValue.RegisterUnit unit) ->
          List.of(
              name, new RegisterField("value", value, unit.symbol()), plain("unit", unit.symbol()));
      case ConfigurationValue.Count(int value) -> List.of(name, plain("value", value));
      case ConfigurationValue.BytePair(int first, int second) ->
          List.of(name, plain("bytes", List.of(first, second)));
      case ConfigurationValue.Day(Optional<LocalDate> date) ->
          List.of(name, plain("production_date", date(date)));
    };
  }

  private static List<String> protections(BasicInfo info) {
    return info.protections().stream().map(Protection::label).toList();
  }

  private static @Nullable String date(Optional<LocalDate> date) {
    return date.map(LocalDate::toString).orElse(null);
  }
}
