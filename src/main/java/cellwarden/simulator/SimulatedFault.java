package cellwarden.simulator;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What can go wrong on the way to a BMS, as one table that help texts and messages print.
public enum SimulatedFault {
  FIRST_UNANSWERED(
      1, "the first request of a connection gets no answer, as from a board that sleeps"),
  SPLIT(1, "answers come in slices with random borders"),
  MERGE(1, "an answer comes in one piece, with a copy of the answer before it in front"),
  NOISE(1, "stray bytes before and after answers: a lone 00, random bytes, a false start byte"),
  CORRUPT_CHECKSUM(0.25, "one byte of an answer is changed, so that its checksum is wrong"),
  WRONG_REGISTER(1, "an answer for another register comes first"),
  LATE_ANSWER(0.25, "an answer comes two seconds late"),
  REFUSE_05(1, "register 05 is refused with status 80, as by some clones"),
  STALL(0.05, "answers stop until the next connection"),
  HANG_UP(0.05, "the link is closed in the middle of an answer"),
  ECHO(1, "requests come back unchanged and are not answered"),
  MODULE_TALK(1, "frames of the Bluetooth module come between the fragments of an answer");

  /// The name of a mixture from which a patient reader recovers every time.
  public static final String NOISY = "noisy";

  /// What [#NOISY] stands for.
  public static final String NOISY_FAULTS =
      "first_unanswered,split,noise:0.5,merge:0.2,wrong_register:0.2,corrupt_checksum:0.1";

  private static final Pattern PROBABILITY = Pattern.compile("0|1|[01]?\\.[0-9]{1,6}");

  private final double probability;
  private final String meaning;

  SimulatedFault(double probability, String meaning) {
    this.probability = probability;
    this.meaning = meaning;
  }

  /// The name in an address, such as `first_unanswered`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// How often it strikes where the name stands alone: for each request 0 to 1.
  public double probability() {
    return probability;
  }

  /// One line that says what happens.
  public String meaning() {
    return meaning;
  }

  /// Reads names joined by commas, each as `name` or `name:probability`; a later one overrides an
  /// earlier one.
  ///
  /// @return how often each strikes, 0 to 1 for each request; what is not in it never does
  /// @throws IllegalArgumentException with one sentence that names what is known
  public static Map<SimulatedFault, Double> parse(String text) {
    Map<SimulatedFault, Double> plan = new EnumMap<>(SimulatedFault.class);
    for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (entry.equals(NOISY)) {
        plan.putAll(parse(NOISY_FAULTS));
      } else {
        int colon = entry.indexOf(':');
        SimulatedFault fault = named(colon < 0 ? entry : entry.substring(0, colon));
        plan.put(fault, colon < 0 ? fault.probability : chance(entry, colon));
      }
    }
    return plan;
  }

  private static double chance(String entry, int colon) {
    String text = entry.substring(colon + 1);
    double chance = PROBABILITY.matcher(text).matches() ? Double.parseDouble(text) : 2;
    if (chance > 1) {
      throw new IllegalArgumentException(
          "\"" + entry + "\" needs a probability from 0 to 1 after the colon");
    }
    return chance;
  }

  private static SimulatedFault named(String name) {
    for (SimulatedFault fault : values()) {
      if (fault.label().equals(name)) {
        return fault;
      }
    }
    String known =
        Arrays.stream(values()).map(SimulatedFault::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "there is no fault " + name + ", known are " + known + " and " + NOISY);
  }
}
