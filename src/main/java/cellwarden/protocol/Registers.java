package cellwarden.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All registers whose answers are understood, by number.
public final class Registers {

  private static final Map<Integer, Register<?>> BY_NUMBER =
      Stream.concat(
              Stream.of(
                  BasicInfo.REGISTER,
                  CellVoltages.REGISTER,
                  HardwareVersion.REGISTER,
                  ErrorCounts.REGISTER,
                  DeviceText.MANUFACTURER,
                  DeviceText.DEVICE_NAME,
                  DeviceText.BARCODE,
                  ParameterBlock.REGISTER),
              ConfigurationRegister.TABLE.stream().map(ConfigurationRegister::register))
          .collect(Collectors.toUnmodifiableMap(Register::number, Function.identity()));

  /// Never written, hence never acknowledged: an empty payload of theirs is an answer.
  private static final Set<Integer> READ_ONLY =
      Set.of(
          BasicInfo.REGISTER.number(),
          CellVoltages.REGISTER.number(),
          HardwareVersion.REGISTER.number(),
          ErrorCounts.REGISTER.number());

  private Registers() {}

  /// The register with this number, if its meaning is known.
  public static Optional<Register<?>> find(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /// The value that an answer carries.
  ///
  /// @return empty where there is none: a refusal, the acknowledgement of a write, a register of
  ///   unknown meaning
  /// @throws MalformedPayloadException if the payload cannot be its register's
  public static Optional<RegisterValue> decode(Response response) throws MalformedPayloadException {
    return decode(response, TenfoldUnits.AUTO);
  }

  /// The value that an answer carries, with an override of the device's unit flag.
  ///
  /// @return empty where there is none: a refusal, the acknowledgement of a write, a register of
  ///   unknown meaning
  /// @throws MalformedPayloadException if the payload cannot be its register's
  public static Optional<RegisterValue> decode(Response response, TenfoldUnits units)
      throws MalformedPayloadException {
    Optional<Register<?>> register = find(response.register(), units);
    if (!response.isOk() || register.isEmpty() || isAcknowledgement(response)) {
      return Optional.empty();
    }
    return Optional.of(register.get().decode(response.payload()));
  }

  private static Optional<Register<?>> find(int number, TenfoldUnits units) {
    return number == BasicInfo.REGISTER.number()
        ? Optional.of(BasicInfo.register(units))
        : find(number);
  }

  private static boolean isAcknowledgement(Response response) {
    return response.payload().isEmpty() && !READ_ONLY.contains(response.register());
  }
}
