package cellwarden.simulator;

import java.util.Locale;

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
  ECHO(1, "requests come back unchanged and are not answered");

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
}
