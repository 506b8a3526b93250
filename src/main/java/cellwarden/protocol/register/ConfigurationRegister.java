package cellwarden.protocol.register;

import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.AMPERE;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.AMPERE_HOUR;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.CELSIUS;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.MILLIOHM;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.PERCENT;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.SECOND;
import static cellwarden.protocol.register.ConfigurationValue.RegisterUnit.VOLT;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.BytePair;
import cellwarden.protocol.register.ConfigurationValue.Content;
import cellwarden.protocol.register.ConfigurationValue.Count;
import cellwarden.protocol.register.ConfigurationValue.Day;
import cellwarden.protocol.register.ConfigurationValue.RegisterUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The configuration registers as one table: two bytes each, readable in factory mode only (they
/// answer status 81 outside it). Numbers and scales: vendor V11 and the register map of
/// FurTrader/OverkillSolarBMS.
///
/// Registers 42 to 47 are missing on older firmware. With function bit 12 (register 2D) a board
/// stores capacities and overcurrent limits in tenths instead of the hundredths assumed here; no
/// board that does has been seen.
///
/// @param number 0 to 255
/// @param reader makes something of the two bytes
public record ConfigurationRegister(
    int number, String name, Function<PayloadReader, Content> reader) {

  private static final int LENGTH = 2;
  private static final int FINE_SHUNT = 0x8000;

  /// All of them.
  public static final List<ConfigurationRegister> TABLE =
      Stream.of(
              Stream.of(
                  quantity(0x10, "design_capacity", 100, AMPERE_HOUR),
                  quantity(0x11, "cycle_capacity", 100, AMPERE_HOUR),
                  quantity(0x12, "full_cell_voltage", 1000, VOLT),
                  quantity(0x13, "empty_cell_voltage", 1000, VOLT),
                  quantity(0x14, "self_discharge", 10, PERCENT),
                  date(0x15, "manufacture_date"),
                  count(0x16, "serial_number"),
                  count(0x17, "cycle_count"),
                  temperature(0x18, "charge_ot"),
                  temperature(0x19, "charge_ot_release"),
                  temperature(0x1A, "charge_ut"),
                  temperature(0x1B, "charge_ut_release"),
                  temperature(0x1C, "discharge_ot"),
                  temperature(0x1D, "discharge_ot_release"),
                  temperature(0x1E, "discharge_ut"),
                  temperature(0x1F, "discharge_ut_release"),
                  quantity(0x20, "pack_ov", 100, VOLT),
                  quantity(0x21, "pack_ov_release", 100, VOLT),
                  quantity(0x22, "pack_uv", 100, VOLT),
                  quantity(0x23, "pack_uv_release", 100, VOLT),
                  quantity(0x24, "cell_ov", 1000, VOLT),
                  quantity(0x25, "cell_ov_release", 1000, VOLT),
                  quantity(0x26, "cell_uv", 1000, VOLT),
                  quantity(0x27, "cell_uv_release", 1000, VOLT),
                  signed(0x28, "charge_oc", 100, AMPERE),
                  signed(0x29, "discharge_oc", 100, AMPERE),
                  quantity(0x2A, "balance_start", 1000, VOLT),
                  quantity(0x2B, "balance_window", 1000, VOLT),
                  row(0x2C, "shunt", ConfigurationRegister::shunt),
                  count(0x2D, "function_bits"),
                  count(0x2E, "ntc_bits"),
                  count(0x2F, "cell_count"),
                  quantity(0x30, "fet_control_time", 1, SECOND),
                  quantity(0x31, "led_time", 1, SECOND),
                  quantity(0x32, "cell_voltage_80", 1000, VOLT),
                  quantity(0x33, "cell_voltage_60", 1000, VOLT),
                  quantity(0x34, "cell_voltage_40", 1000, VOLT),
                  quantity(0x35, "cell_voltage_20", 1000, VOLT),
                  quantity(0x36, "hard_cell_ov", 1000, VOLT),
                  quantity(0x37, "hard_cell_uv", 1000, VOLT),
                  bytes(0x38, "sc_dsgoc2"),
                  bytes(0x39, "hard_delay_sc_release"),
                  bytes(0x3A, "charge_ut_ot_delay"),
                  bytes(0x3B, "discharge_ut_ot_delay"),
                  bytes(0x3C, "pack_uv_ov_delay"),
                  bytes(0x3D, "cell_uv_ov_delay"),
                  bytes(0x3E, "charge_oc_delay_release"),
                  bytes(0x3F, "discharge_oc_delay_release"),
                  quantity(0x40, "gps_cutoff_voltage", 1000, VOLT),
                  quantity(0x41, "gps_cutoff_delay", 1, SECOND),
                  quantity(0x42, "cell_voltage_90", 1000, VOLT),
                  quantity(0x43, "cell_voltage_70", 1000, VOLT),
                  quantity(0x44, "cell_voltage_50", 1000, VOLT),
                  quantity(0x45, "cell_voltage_30", 1000, VOLT),
                  quantity(0x46, "cell_voltage_10", 1000, VOLT),
                  quantity(0x47, "cell_voltage_100", 1000, VOLT),
                  quantity(0xAD, "current_calibration_idle", 100, AMPERE),
                  quantity(0xAE, "current_calibration_charge", 100, AMPERE),
                  quantity(0xAF, "current_calibration_discharge", 100, AMPERE),
                  quantity(0xE0, "set_remaining_capacity", 100, AMPERE_HOUR),
                  count(0xE1, "fet_control"),
                  count(0xE2, "balance_test")),
              IntStream.rangeClosed(1, 32)
                  .mapToObj(n -> quantity(0xAF + n, "cell_calibration_" + n, 1000, VOLT)),
              IntStream.rangeClosed(1, 8)
                  .mapToObj(n -> temperature(0xCF + n, "ntc_calibration_" + n)))
          .flatMap(rows -> rows)
          .toList();

  private static final Map<String, ConfigurationRegister> BY_NAME =
      TABLE.stream()
          .collect(Collectors.toUnmodifiableMap(ConfigurationRegister::name, Function.identity()));

  /// The register with this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static ConfigurationRegister named(String name) {
    ConfigurationRegister register = BY_NAME.get(name);
    if (register == null) {
      throw new IllegalArgumentException("no configuration register is called " + name);
    }
    return register;
  }

  /// How its answer is asked for and read.
  public Register<ConfigurationValue> register() {
    return new Register<>(number, name, this::decode);
  }

  private ConfigurationValue decode(Payload payload) throws MalformedPayloadException {
    if (payload.length() != LENGTH) {
      throw new MalformedPayloadException(
          name + " needs " + LENGTH + " bytes, the payload has " + payload.length());
    }
    return new ConfigurationValue(name, reader.apply(new PayloadReader(payload)));
  }

  /// The two bytes that hold a value of this register, rounded to what they can hold.
  ///
  /// @throws IllegalArgumentException if the value does not fit
  public Payload encode(Content value) {
    PayloadWriter out = new PayloadWriter();
    return switch (value) {
      case Amount amount -> encode(amount.value());
      case Count count -> out.u16(count.value()).toPayload();
      case BytePair bytes -> out.u8(bytes.first()).u8(bytes.second()).toPayload();
      case Day day -> out.date(day.date()).toPayload();
    };
  }

  /// The two bytes that hold a physical value in this register's unit, rounded to what they can
  /// hold. Each such register is a straight line through its first two words, so the table need not
  /// say it twice.
  ///
  /// @throws IllegalArgumentException if the value does not fit
  public Payload encode(double value) {
    double origin = valueOf(0);
    long word = Math.round((value - origin) / (valueOf(1) - origin));
    PayloadWriter out = new PayloadWriter();
    return (word < 0 ? out.s16(word) : out.u16(word)).toPayload();
  }

  private double valueOf(int word) {
    Payload payload = new PayloadWriter().u16(word).toPayload();
    return ((Amount) reader.apply(new PayloadReader(payload))).value();
  }

  private static ConfigurationRegister row(
      int number, String name, Function<PayloadReader, Content> reader) {
    return new ConfigurationRegister(number, name, reader);
  }

  private static ConfigurationRegister quantity(
      int number, String name, int perUnit, RegisterUnit unit) {
    return row(number, name, in -> new Amount(in.u16() / (double) perUnit, unit));
  }

  private static ConfigurationRegister signed(
      int number, String name, int perUnit, RegisterUnit unit) {
    return row(number, name, in -> new Amount(in.s16() / (double) perUnit, unit));
  }

  private static ConfigurationRegister temperature(int number, String name) {
    return row(number, name, in -> new Amount(in.celsius(), CELSIUS));
  }

  private static ConfigurationRegister count(int number, String name) {
    return row(number, name, in -> new Count(in.u16()));
  }

  private static ConfigurationRegister bytes(int number, String name) {
    return row(number, name, in -> new BytePair(in.u8(), in.u8()));
  }

  private static ConfigurationRegister date(int number, String name) {
    return row(number, name, in -> new Day(in.date()));
  }

  /// Tenths of a milliohm, or hundredths with the top bit set.
  private static Content shunt(PayloadReader in) {
    int word = in.u16();
    boolean fine = (word & FINE_SHUNT) != 0;
    return new Amount((word & ~FINE_SHUNT) / (fine ? 100.0 : 10.0), MILLIOHM);
  }
}
