package cellwarden.simulator;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which faults strike, and how often.
///
/// @param probabilities 0 to 1 for each request; what is not in it never strikes
public record FaultPlan(Map<SimulatedFault, Double> probabilities) {

  public static final FaultPlan NONE = new FaultPlan(Map.of());

  /// The name of a mixture from which a patient reader recovers every time.
  public static final String NOISY = "noisy";

  /// One line that says what [#NOISY] is.
  public static final String NOISY_MEANING =
      "first_unanswered, split, noise:0.5, merge:0.2, wrong_register:0.2 and corrupt_checksum:0.1"
          + " together";

  private static final Pattern PROBABILITY = Pattern.compile("0|1|[01]?\\.[0-9]{1,6}");

  private static final Map<SimulatedFault, Double> NOISY_FAULTS =
      Map.of(
          SimulatedFault.FIRST_UNANSWERED, 1.0,
          SimulatedFault.SPLIT, 1.0,
          SimulatedFault.NOISE, 0.5,
          SimulatedFault.MERGE, 0.2,
          SimulatedFault.WRONG_REGISTER, 0.2,
          SimulatedFault.CORRUPT_CHECKSUM, 0.1);

  public FaultPlan {
    probabilities = Collections.unmodifiableMap(copy(probabilities));
  }

  private static Map<SimulatedFault, Double> copy(Map<SimulatedFault, Double> source) {
    Map<SimulatedFault, Double> copy = new EnumMap<>(SimulatedFault.class);
    copy.putAll(source);
    return copy;
  }

  /// Reads names joined by commas, each as `name` or `name:probability`; a later one overrides an
  /// earlier one.
  ///
  /// @throws IllegalArgumentException with one sentence that names what is known
  public static FaultPlan parse(String text) {
    Map<SimulatedFault, Double> plan = new EnumMap<>(SimulatedFault.class);
    for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (entry.equals(NOISY)) {
        plan.putAll(NOISY_FAULTS);
      } else {
        int colon = entry.indexOf(':');
        SimulatedFault fault = fault(colon < 0 ? entry : entry.substring(0, colon));
        plan.put(fault, colon < 0 ? fault.probability() : chance(entry, colon));
      }
    }
    return new FaultPlan(plan);
  }

  private static double chance(String entry, int colon) {
    String text = entry.substring(colon + 1);
    double chance = PROBABILITY.matcher(text).matches() ? Double.parseDouble(text) : 2;
    if (chance > 1) {
      throw new IllegalArgumentException(
          "\"" + entry + "\" needs a probability from 0 to 1 behind the colon");
    }
    return chance;
  }

  private static SimulatedFault fault(String name) {
    return Arrays.stream(SimulatedFault.values())
        .filter(fault -> fault.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("there is no fault " + name + ", known are " + known()));
  }

  private static String known() {
    return Arrays.stream(SimulatedFault.values())
            .map(SimulatedFault::label)
            .collect(Collectors.joining(", "))
        + " and "
        + NOISY;
  }

  double probability(SimulatedFault fault) {
    return probabilities.getOrDefault(fault, 0.0);
  }
}
