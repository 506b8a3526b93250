package cellwarden.protocol;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a configuration register holds.
///
/// @param name of the register, as in [ConfigurationRegister#name]
public record ConfigurationValue(String name, Content content) implements RegisterValue {

  /// The register with this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Register<ConfigurationValue> register(String name) {
    return ConfigurationRegister.named(name).register();
  }

  /// All configuration registers, in the order of their table.
  public static List<Register<ConfigurationValue>> registers() {
    return ConfigurationRegister.TABLE.stream().map(ConfigurationRegister::register).toList();
  }

  /// The two bytes that hold this value.
  ///
  /// @throws IllegalArgumentException if there is no such register or the value does not fit
  public Payload encode() {
    return ConfigurationRegister.named(name).encode(content);
  }

  /// The shapes that configuration registers have.
  public sealed interface Content {}

  /// A physical value.
  public record Quantity(double value, Unit unit) implements Content {}

  /// A plain number: a count or a set of bits.
  public record Count(int value) implements Content {}

  /// Two independent bytes in one register, in wire order.
  public record Bytes(int first, int second) implements Content {}

  /// A date; empty where the register holds none.
  public record Date(Optional<LocalDate> date) implements Content {}

  /// Units of configuration registers.
  public enum Unit {
    VOLT("V"),
    AMPERE("A"),
    AMPERE_HOUR("Ah"),
    CELSIUS("degC"),
    PERCENT("%"),
    MILLIOHM("mOhm"),
    SECOND("s");

    private final String symbol;

    Unit(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
