package cellwarden.simulator;

import cellwarden.transport.SimAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the values of one address; every refusal names the address.
record OptionReader(SimAddress address) {

  private static final int DEFAULT_CELLS = 4;
  private static final int MAX_CELLS = 32;
  private static final Pattern SPEC = Pattern.compile("([0-9]{1,2})[sS]");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

  void allowOnlyKnown() {
    for (String name : address.options().keySet()) {
      if (Arrays.stream(SimulatorOption.values()).noneMatch(o -> o.label().equals(name))) {
        throw refused("there is no option " + name + ", known are " + known());
      }
    }
  }

  private static String known() {
    return Arrays.stream(SimulatorOption.values())
        .map(SimulatorOption::label)
        .collect(Collectors.joining(", "));
  }

  int cells() {
    if (address.spec().isEmpty()) {
      return DEFAULT_CELLS;
    }
    Matcher spec = SPEC.matcher(address.spec());
    int cells = spec.matches() ? Integer.parseInt(spec.group(1)) : 0;
    if (cells < 1 || cells > MAX_CELLS) {
      throw refused("\"" + address.spec() + "\" is not a number of cells, write sim:1s to sim:32s");
    }
    return cells;
  }

  OptionalDouble number(SimulatorOption option, double min, double max) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value =
        NUMBER.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : Double.NaN;
    if (!(value >= min && value <= max)) {
      throw outside(option, text.get());
    }
    return OptionalDouble.of(value);
  }

  long whole(SimulatorOption option, long otherwise, long min, long max) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!WHOLE.matcher(text.get()).matches()) {
      throw outside(option, text.get());
    }
    long value = Long.parseLong(text.get());
    if (value < min || value > max) {
      throw outside(option, text.get());
    }
    return value;
  }

  boolean flag(SimulatorOption option) {
    String text = text(option).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw outside(option, text);
    }
    return text.equals("true");
  }

  FaultPlan faults() {
    try {
      return FaultPlan.parse(text(SimulatorOption.FAULTS).orElse(""));
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> text(SimulatorOption option) {
    return Optional.ofNullable(address.options().get(option.label()));
  }

  private IllegalArgumentException outside(SimulatorOption option, String text) {
    return refused(
        "\"" + text + "\" does not fit the option " + option.label() + ", " + option.meaning());
  }

  private IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException(address + ": " + problem);
  }
}
