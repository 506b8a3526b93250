package cellwarden.transport;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A battery of the built-in simulator. What `spec` and `options` mean is the simulator's matter;
/// only their form is checked here.
///
/// @param spec letters and digits, such as `4s`; empty for the simulator's own choice
/// @param options sorted by name
public record SimAddress(String spec, SortedMap<String, String> options) implements Address {
  static final String EXAMPLE = "sim:16s?faults=noisy&seed=7";
  private static final Pattern SPEC = Pattern.compile("[A-Za-z0-9]*");

  /// Copies the options.
  public SimAddress {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  static SimAddress parse(String spec, AddressOptions options) throws AddressException {
    if (!SPEC.matcher(spec).matches()) {
      throw new AddressException(spec, "holds more than letters and digits", EXAMPLE);
    }
    return new SimAddress(spec, options.values());
  }

  @Override
  public String toString() {
    return "sim:" + spec + new AddressOptions(options).text();
  }
}
