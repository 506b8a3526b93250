package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All registers whose answers are understood, by number.
public final class Registers {

  /// What every board answers without factory mode, as far as it has the register.
  public static final List<Register<?>> OPEN =
      List.of(
          BasicInfo.REGISTER,
          CellVoltages.REGISTER,
          HardwareVersion.REGISTER,
          ErrorCounts.REGISTER,
          DeviceText.MANUFACTURER,
          DeviceText.DEVICE_NAME,
          DeviceText.BARCODE);

  /// Never written, hence never acknowledged: an empty payload of theirs is an answer.
  private static final Set<Register<?>> READ_ONLY = Set.copyOf(OPEN.subList(0, 4));

  private static final Map<Integer, Register<?>> BY_NUMBER =
      Stream.<Stream<? extends Register<?>>>of(
              OPEN.stream(),
              Stream.of(
                  ParameterBlock.REGISTER, BoardClock.REGISTER, EventLog.LENGTH, EventLog.ENTRY),
              ConfigurationRegister.TABLE.stream().map(ConfigurationRegister::register))
          .flatMap(rows -> rows)
          .collect(Collectors.toUnmodifiableMap(Register::number, Function.identity()));

  private Registers() {}

  /// The register with this number, if its meaning is known.
  public static Optional<Register<?>> find(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /// The value that an answer carries, in the units that the device states.
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
    Register<?> register = BY_NUMBER.get(response.register());
    if (register == null || !response.isOk() || isAcknowledgement(response, register)) {
      return Optional.empty();
    }
    boolean overridden =
        units != TenfoldUnits.AUTO && register.number() == BasicInfo.REGISTER.number();
    return Optional.of(
        (overridden ? BasicInfo.register(units) : register).decode(response.payload()));
  }

  private static boolean isAcknowledgement(Response response, Register<?> register) {
    return response.payload().isEmpty() && !READ_ONLY.contains(register);
  }
}
