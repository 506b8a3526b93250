package cellwarden.protocol.register;

import java.time.LocalDate;
import java.util.Optional;

/// What a configuration register holds.
///
/// @param name of the register, as in [ConfigurationRegister#name]
public record ConfigurationValue(String name, Content content) implements RegisterValue {

  /// The shapes that configuration registers have.
  public sealed interface Content {}

  /// A physical value.
  public record Amount(double value, RegisterUnit unit) implements Content {}

  /// A plain number: a count or a set of bits.
  public record Count(int value) implements Content {}

  /// Two independent bytes in one register, in wire order.
  public record BytePair(int first, int second) implements Content {}

  /// A date; empty where the register holds none.
  public record Day(Optional<LocalDate> date) implements Content {}

  /// Units of configuration registers.
  public enum RegisterUnit {
    VOLT("V"),
    AMPERE("A"),
    AMPERE_HOUR("Ah"),
    CELSIUS("degC"),
    PERCENT("%"),
    MILLIOHM("mOhm"),
    SECOND("s");

    private final String symbol;

    RegisterUnit(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
