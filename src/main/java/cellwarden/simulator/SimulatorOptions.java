package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.simulator.model.PackOptions;
import cellwarden.transport.SimAddress;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a `sim:` address asks for.
///
/// @param speed how many times faster than real time the battery lives
/// @param faults how often each strikes, 0 to 1 for each request
/// @param password that the Bluetooth module wants; empty for none
public record SimulatorOptions(
    PackOptions pack,
    double speed,
    Map<SimulatedFault, Double> faults,
    Optional<Password> password) {

  /// What the Bluetooth module wants after each connect.
  ///
  /// @param text six characters
  /// @param mode how it wants it
  /// @param mac six bytes, with which passwords are scrambled
  /// @param locks wrong passwords after which it takes none any more
  public record Password(String text, Mode mode, Payload mac, int locks) {}

  /// What a module with a password does.
  public enum Mode {
    /// Wants the password itself.
    PIN,
    /// Wants it scrambled, and then the root secret.
    FULL,
    /// Sends back what it is given and wants nothing.
    ECHO
  }

  public SimulatorOptions {
    faults = Map.copyOf(faults);
  }

  /// What `sim:` without anything means.
  public static final SimulatorOptions DEFAULT = parse(new SimAddress("", new TreeMap<>()));

  /// Reads the spec (`4s`, `16s`) and the options of an address.
  ///
  /// @throws IllegalArgumentException with one sentence that names the address and says what is
  ///   wrong and what is known
  public static SimulatorOptions parse(SimAddress address) {
    return new Reader(address).options();
  }

  private record Reader(SimAddress address) {

    private static final String MAC = "A4:C1:38:00:11:22";
    private static final int DEFAULT_CELLS = 4;
    private static final Pattern CELLS = Pattern.compile("([1-9]|0[1-9]|[12][0-9]|3[012])[sS]");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    SimulatorOptions options() {
      allowOnlyKnown();
      PackOptions pack =
          new PackOptions(
              cells(),
              number(SimulatorOption.NTC, WHOLE, 0, 8).map(BigDecimal::intValue).orElse(3),
              number(SimulatorOption.CAPACITY, 1, 6000).orElse(100),
              number(SimulatorOption.SOC, 0, 100).orElse(80),
              number(SimulatorOption.SEED, WHOLE, Long.MIN_VALUE, Long.MAX_VALUE)
                  .map(BigDecimal::longValue)
                  .orElse(1L),
              flag(SimulatorOption.EXTENSION),
              flag(SimulatorOption.TENFOLD),
              number(SimulatorOption.CURRENT, -3000, 3000),
              number(SimulatorOption.AMBIENT, -40, 80));
      return new SimulatorOptions(
          pack,
          number(SimulatorOption.SPEED, 1, 100_000).orElse(1),
          faults(),
          text(SimulatorOption.PASSWORD).map(this::password));
    }

    private void allowOnlyKnown() {
      String known =
          Arrays.stream(SimulatorOption.values())
              .map(SimulatorOption::label)
              .collect(Collectors.joining(", "));
      for (String name : address.options().keySet()) {
        if (Arrays.stream(SimulatorOption.values()).noneMatch(o -> o.label().equals(name))) {
          throw refused("there is no option " + name + ", known are " + known);
        }
      }
    }

    private int cells() {
      String spec = address.spec();
      if (spec.isEmpty()) {
        return DEFAULT_CELLS;
      }
      if (!CELLS.matcher(spec).matches()) {
        throw refused("\"" + spec + "\" is not a number of cells, write sim:1s to sim:32s");
      }
      return Integer.parseInt(spec.substring(0, spec.length() - 1));
    }

    private OptionalDouble number(SimulatorOption option, long min, long max) {
      return number(option, NUMBER, min, max).stream()
          .mapToDouble(BigDecimal::doubleValue)
          .findAny();
    }

    private Optional<BigDecimal> number(SimulatorOption option, Pattern form, long min, long max) {
      Optional<BigDecimal> number =
          text(option)
              .filter(form.asMatchPredicate())
              .map(BigDecimal::new)
              .filter(n -> n.compareTo(BigDecimal.valueOf(min)) >= 0)
              .filter(n -> n.compareTo(BigDecimal.valueOf(max)) <= 0);
      if (number.isEmpty() && text(option).isPresent()) {
        throw outside(option);
      }
      return number;
    }

    private boolean flag(SimulatorOption option) {
      return switch (text(option).orElse("false")) {
        case "true" -> true;
        case "false" -> false;
        default -> throw outside(option);
      };
    }

    private Map<SimulatedFault, Double> faults() {
      try {
        return SimulatedFault.parse(text(SimulatorOption.FAULTS).orElse(""));
      } catch (IllegalArgumentException e) {
        throw refused(String.valueOf(e.getMessage()));
      }
    }

    private Password password(String text) {
      String mode = matching(SimulatorOption.MODE, "pin|full|echo").orElse("full");
      String mac = matching(SimulatorOption.MAC, "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}").orElse(MAC);
      int locks = number(SimulatorOption.LOCKS, WHOLE, 1, 1000).map(BigDecimal::intValue).orElse(5);
      return new Password(
          matching(SimulatorOption.PASSWORD, "[0-9A-Za-z]{6}").orElse(text),
          Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
          Payload.ofHex(mac.replace(":", "")),
          locks);
    }

    private Optional<String> matching(SimulatorOption option, String form) {
      if (text(option).filter(text -> !text.matches(form)).isPresent()) {
        throw outside(option);
      }
      return text(option);
    }

    private Optional<String> text(SimulatorOption option) {
      return Optional.ofNullable(address.options().get(option.label()));
    }

    private IllegalArgumentException outside(SimulatorOption option) {
      return refused(
          "\"%s\" does not fit the option %s, %s"
              .formatted(text(option).orElse(""), option.label(), option.meaning()));
    }

    private IllegalArgumentException refused(String problem) {
      return new IllegalArgumentException(address + ": " + problem);
    }
  }
}
