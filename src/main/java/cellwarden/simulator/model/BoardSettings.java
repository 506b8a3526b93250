package cellwarden.simulator.model;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.register.ConfigurationRegister;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.BytePair;
import cellwarden.protocol.register.ConfigurationValue.Content;
import cellwarden.protocol.register.ConfigurationValue.Count;
import cellwarden.protocol.register.ConfigurationValue.Day;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The configuration registers of the board: what is written to them is what the board then does.
final class BoardSettings {

  /// What a word of hundredths can hold, Ah.
  private static final double LARGEST_CAPACITY = 655.35;

  /// What a signed word of hundredths can hold, A.
  private static final double LARGEST_CURRENT = 327.67;

  private static final int LOAD_DETECTION = 1 << 1;
  private static final int BALANCING = 1 << 2;
  private static final int BALANCING_ONLY_WHILE_CHARGING = 1 << 3;

  private final Map<Integer, Payload> words = new HashMap<>();

  /// What a LiFePO4 pack is delivered with.
  BoardSettings(PackOptions options, LocalDate produced) {
    int cells = options.cells();
    ConfigurationRegister.TABLE.forEach(row -> words.put(row.number(), Payload.of(new byte[2])));
    identity(options, Math.min(options.capacity(), LARGEST_CAPACITY), produced);
    voltages("cell", 1);
    voltages("pack", cells);
    set("hard_cell_ov", 3.9);
    set("hard_cell_uv", 2.2);
    set("balance_start", 3.4);
    set("balance_window", 0.01);
    for (int percent = 10; percent <= 100; percent += 10) {
      set("cell_voltage_" + percent, OpenCircuitVoltage.at(percent / 100.0));
    }
    temperatures("charge", 0, 4, 50, 55);
    temperatures("discharge", -20, -15, 58, 65);
    currents(Math.min(options.capacity(), LARGEST_CURRENT));
  }

  private void identity(PackOptions options, double capacity, LocalDate produced) {
    set("design_capacity", capacity);
    set("cycle_capacity", 0.8 * capacity);
    set("full_cell_voltage", 3.45);
    set("empty_cell_voltage", 2.6);
    set("self_discharge", 0.2);
    set("manufacture_date", new Day(Optional.of(produced)));
    set("shunt", 0.1);
    set("function_bits", new Count(LOAD_DETECTION | BALANCING));
    set("ntc_bits", new Count((1 << options.ntcs()) - 1));
    set("cell_count", new Count(options.cells()));
  }

  /// @param cells in series between the two points that are measured
  private void voltages(String where, int cells) {
    set(where + "_ov", cells * 3.65);
    set(where + "_ov_release", cells * 3.45);
    set(where + "_uv", cells * 2.5);
    set(where + "_uv_release", cells * 2.9);
    set(where + "_uv_ov_delay", new BytePair(3, 2));
  }

  private void temperatures(String direction, double cold, double mild, double warm, double hot) {
    set(direction + "_ut", cold);
    set(direction + "_ut_release", mild);
    set(direction + "_ot_release", warm);
    set(direction + "_ot", hot);
    set(direction + "_ut_ot_delay", new BytePair(2, 2));
  }

  /// @param rated A for charging; the board lets more out than in
  private void currents(double rated) {
    set("charge_oc", rated);
    set("discharge_oc", -Math.min(1.2 * rated, LARGEST_CURRENT));
    set("charge_oc_delay_release", new BytePair(10, 32));
    set("discharge_oc_delay_release", new BytePair(10, 32));
    set("hard_delay_sc_release", new BytePair(0, 60));
  }

  /// @param value in the unit of the register
  private void set(String name, double value) {
    ConfigurationRegister register = ConfigurationRegister.named(name);
    words.put(register.number(), register.encode(value));
  }

  private void set(String name, Content content) {
    ConfigurationRegister register = ConfigurationRegister.named(name);
    words.put(register.number(), register.encode(content));
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

  /// In V, A, Ah or °C.
  double amount(String name) {
    return ((Amount) content(name)).value();
  }

  BytePair bytes(String name) {
    return (BytePair) content(name);
  }

  int count(String name) {
    return ((Count) content(name)).value();
  }

  /// Empty where the register holds no date.
  Optional<LocalDate> date(String name) {
    return ((Day) content(name)).date();
  }

  /// When and what to balance.
  CellStack.BalanceRule balanceRule() {
    int bits = count("function_bits");
    return new CellStack.BalanceRule(
        (bits & BALANCING) != 0,
        (bits & BALANCING_ONLY_WHILE_CHARGING) != 0,
        amount("balance_start"),
        amount("balance_window"));
  }

  private Content content(String name) {
    ConfigurationRegister row = ConfigurationRegister.named(name);
    try {
      return row.register().decode(words.getOrDefault(row.number(), Payload.EMPTY)).content();
    } catch (MalformedPayloadException e) {
      throw new IllegalStateException("the simulator holds no valid word for " + name, e);
    }
  }
}
