package cellwarden.simulator;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.register.ConfigurationRegister;
import cellwarden.protocol.register.ConfigurationValue;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.BytePair;
import cellwarden.protocol.register.ConfigurationValue.Content;
import cellwarden.protocol.register.ConfigurationValue.Count;
import cellwarden.protocol.register.ConfigurationValue.Unit;
import cellwarden.protocol.register.Register;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The configuration registers of the board: what is written to them is what the board then does.
final class Settings {

  /// What a word of hundredths can hold, Ah.
  private static final double LARGEST_CAPACITY = 655.35;

  /// What a signed word of hundredths can hold, A.
  private static final double LARGEST_CURRENT = 327.67;

  private static final int BALANCING = 1 << 2;
  private static final int BALANCING_ONLY_WHILE_CHARGING = 1 << 3;

  private final Map<Integer, Payload> words = new HashMap<>();

  private Settings() {}

  /// What a LiFePO4 pack is delivered with.
  ///
  /// @param capacity Ah
  static Settings delivered(int cells, int ntcs, double capacity, LocalDate produced) {
    Settings settings = new Settings();
    ConfigurationRegister.TABLE.forEach(row -> settings.set(row.name(), new Count(0)));
    settings.identity(cells, ntcs, Math.min(capacity, LARGEST_CAPACITY), produced);
    settings.voltages(cells);
    settings.temperatures();
    settings.currents(Math.min(capacity, LARGEST_CURRENT));
    return settings;
  }

  private void identity(int cells, int ntcs, double capacity, LocalDate produced) {
    set("design_capacity", capacity, Unit.AMPERE_HOUR);
    set("cycle_capacity", 0.8 * capacity, Unit.AMPERE_HOUR);
    set("self_discharge", 0.2, Unit.PERCENT);
    set("manufacture_date", new ConfigurationValue.Day(Optional.of(produced)));
    set("shunt", 0.1, Unit.MILLIOHM);
    set("function_bits", new Count(BALANCING));
    set("ntc_bits", new Count((1 << ntcs) - 1));
    set("cell_count", new Count(cells));
  }

  private void voltages(int cells) {
    volts("full_cell_voltage", 3.45);
    volts("empty_cell_voltage", 2.6);
    volts("cell_ov", 3.65);
    volts("cell_ov_release", 3.45);
    volts("cell_uv", 2.5);
    volts("cell_uv_release", 2.9);
    volts("pack_ov", cells * 3.65);
    volts("pack_ov_release", cells * 3.45);
    volts("pack_uv", cells * 2.5);
    volts("pack_uv_release", cells * 2.9);
    volts("hard_cell_ov", 3.9);
    volts("hard_cell_uv", 2.2);
    volts("balance_start", 3.4);
    volts("balance_window", 0.01);
    set("cell_uv_ov_delay", new BytePair(3, 2));
    set("pack_uv_ov_delay", new BytePair(3, 2));
    for (int percent = 10; percent <= 100; percent += 10) {
      volts("cell_voltage_" + percent, OpenCircuitVoltage.at(percent / 100.0));
    }
  }

  private void temperatures() {
    celsius("charge_ot", 55);
    celsius("charge_ot_release", 50);
    celsius("charge_ut", 0);
    celsius("charge_ut_release", 4);
    celsius("discharge_ot", 65);
    celsius("discharge_ot_release", 58);
    celsius("discharge_ut", -20);
    celsius("discharge_ut_release", -15);
    set("charge_ut_ot_delay", new BytePair(2, 2));
    set("discharge_ut_ot_delay", new BytePair(2, 2));
  }

  /// @param rated A for charging; the board lets more out than in
  private void currents(double rated) {
    set("charge_oc", rated, Unit.AMPERE);
    set("discharge_oc", -Math.min(1.2 * rated, LARGEST_CURRENT), Unit.AMPERE);
    set("charge_oc_delay_release", new BytePair(10, 32));
    set("discharge_oc_delay_release", new BytePair(10, 32));
    set("hard_delay_sc_release", new BytePair(0, 60));
  }

  private void volts(String name, double value) {
    set(name, value, Unit.VOLT);
  }

  private void celsius(String name, double value) {
    set(name, value, Unit.CELSIUS);
  }

  private void set(String name, double value, Unit unit) {
    set(name, new Amount(value, unit));
  }

  private void set(String name, Content content) {
    words.put(
        ConfigurationRegister.named(name).number(),
        ConfigurationRegister.named(name).encode(content));
  }

  /// The data of a register; empty where the board has none with this number.
  Optional<Payload> find(int register) {
    return Optional.ofNullable(words.get(register));
  }

  /// Takes the data of a register.
  ///
  /// @return whether the board has such a register and the data fits it
  boolean write(int register, Payload data) {
    Payload old = words.get(register);
    boolean fits = old != null && old.length() == data.length();
    if (fits) {
      words.put(register, data);
    }
    return fits;
  }

  static int numberOf(String name) {
    return ConfigurationRegister.named(name).number();
  }

  /// In V, A, Ah or °C.
  double quantity(String name) {
    return content(name) instanceof Amount amount ? amount.value() : 0;
  }

  /// The first of two bytes.
  int first(String name) {
    return content(name) instanceof BytePair bytes ? bytes.first() : 0;
  }

  /// The second of two bytes.
  int second(String name) {
    return content(name) instanceof BytePair bytes ? bytes.second() : 0;
  }

  /// When and what to balance.
  BalanceRule balanceRule() {
    int bits = content("function_bits") instanceof Count count ? count.value() : 0;
    return new BalanceRule(
        (bits & BALANCING) != 0,
        (bits & BALANCING_ONLY_WHILE_CHARGING) != 0,
        quantity("balance_start"),
        quantity("balance_window"));
  }

  private Content content(String name) {
    Register<ConfigurationValue> register = ConfigurationRegister.named(name).register();
    Payload data = words.getOrDefault(register.number(), Payload.EMPTY);
    try {
      return register.decode(data).content();
    } catch (MalformedPayloadException e) {
      throw new IllegalStateException("the simulator holds no valid word for " + name, e);
    }
  }
}
