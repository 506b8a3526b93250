package cellwarden.cli;

import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.BasicInfoExtension;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.ConfigurationValue;
import cellwarden.protocol.register.DeviceText;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.protocol.register.ParameterBlock;
import cellwarden.protocol.register.Protection;
import cellwarden.protocol.register.RegisterValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values of each register under the names that users see, in the order of the wire.
final class RegisterFields {

  private RegisterFields() {}

  static List<Field> of(RegisterValue value) {
    return switch (value) {
      case BasicInfo info -> basicInfo(info);
      case CellVoltages cells -> cellVoltages(cells);
      case HardwareVersion version -> List.of(Field.of("hardware_version", version.text()));
      case ErrorCounts errors -> List.of(Field.of("error_counts", errors.counts()));
      case DeviceText text -> List.of(Field.of("text", text.text()));
      case ConfigurationValue setting -> setting(setting);
      case ParameterBlock block ->
          List.of(Field.of("first", block.first()), Field.of("words", block.words()));
    };
  }

  private static List<Field> basicInfo(BasicInfo info) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("voltage", info.voltage(), "V"));
    fields.add(new Field("current", info.current(), "A"));
    fields.add(new Field("power", info.power(), "W"));
    fields.add(new Field("remaining_capacity", info.remainingCapacity(), "Ah"));
    fields.add(new Field("nominal_capacity", info.nominalCapacity(), "Ah"));
    fields.add(Field.of("cycles", info.cycles()));
    fields.add(Field.of("production_date", date(info.productionDate())));
    fields.add(Field.of("balancing", info.balancing()));
    fields.add(
        Field.of("balance_bits", List.of(info.balanceBits() & 0xFFFF, info.balanceBits() >>> 16)));
    fields.add(Field.of("protections", protections(info)));
    fields.add(Field.of("protection_bits", info.protectionBits()));
    fields.add(Field.of("software_version", info.softwareVersion()));
    fields.add(Field.of("software_version_raw", info.softwareVersionRaw()));
    fields.add(new Field("soc", info.soc(), "%"));
    fields.add(Field.of("charge_fet", info.chargeFet()));
    fields.add(Field.of("discharge_fet", info.dischargeFet()));
    fields.add(Field.of("fet_bits", info.fetBits()));
    fields.add(Field.of("cell_count", info.cellCount()));
    fields.add(Field.of("ntc_count", info.ntcCount()));
    fields.add(new Field("temperatures", info.temperatures(), "°C"));
    info.extension().ifPresent(extension -> addExtension(extension, fields));
    if (!info.trailing().isEmpty()) {
      fields.add(Field.of("trailing", info.trailing().hex()));
    }
    return fields;
  }

  private static void addExtension(BasicInfoExtension extension, List<Field> fields) {
    extension.humidity().ifPresent(humidity -> fields.add(new Field("humidity", humidity, "%")));
    extension.stateBits().ifPresent(bits -> fields.add(Field.of("state_bits", bits)));
    fields.add(Field.of("alarm_bits", extension.alarmBits()));
    fields.add(new Field("full_charge_capacity", extension.fullChargeCapacity(), "Ah"));
    fields.add(new Field("remaining_capacity_2", extension.remainingCapacity(), "Ah"));
    fields.add(new Field("balance_current", extension.balanceCurrent(), "A"));
  }

  private static List<Field> cellVoltages(CellVoltages cells) {
    return List.of(
        new Field("cells", cells.volts(), "V"),
        new Field("cell_min", cells.min(), "V"),
        new Field("cell_max", cells.max(), "V"),
        new Field("cell_delta", cells.delta(), "V"));
  }

  private static List<Field> setting(ConfigurationValue setting) {
    Field name = Field.of("name", setting.name());
    return switch (setting.content()) {
      case ConfigurationValue.Amount(double value, ConfigurationValue.Unit unit) ->
          List.of(name, new Field("value", value, unit.symbol()), Field.of("unit", unit.symbol()));
      case ConfigurationValue.Count(int value) -> List.of(name, Field.of("value", value));
      case ConfigurationValue.BytePair(int first, int second) ->
          List.of(name, Field.of("bytes", List.of(first, second)));
      case ConfigurationValue.Day(Optional<LocalDate> date) ->
          List.of(name, Field.of("production_date", date(date)));
    };
  }

  private static List<String> protections(BasicInfo info) {
    return info.protections().stream().map(Protection::label).toList();
  }

  private static @Nullable String date(Optional<LocalDate> date) {
    return date.map(LocalDate::toString).orElse(null);
  }
}
