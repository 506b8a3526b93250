package cellwarden.battery;

import java.util.Locale;
import java.util.Optional;

/// Why a poll gave no sample.
///
/// @param detail what happened and where, as the middle of a sentence: no capital, no full stop
/// @param advice what to do about it, where that is better known than for the kind in general
public record Fault(Kind kind, String detail, Optional<String> advice) {

  /// Trouble of which no more is known than its kind.
  public Fault(Kind kind, String detail) {
    this(kind, detail, Optional.empty());
  }

  /// The kinds of trouble, each with the advice that goes with it.
  public enum Kind {
    NOT_FOUND("check the address"),
    DENIED("check the rights of this user and the password or pairing of the battery"),
    UNREACHABLE("check that it is powered, within reach and not connected to another program"),
    LOST("check the power, range and number of clients of the link if this repeats"),
    MALFORMED(
        "check that no second program talks to the battery and, on a cable, its baud rate and wiring"),
    REFUSED("the device does not offer this register, so check that it is a JBD BMS"),
    NO_RESPONSE("check that the device is a JBD BMS and awake");

    private final String advice;

    Kind(String advice) {
      this.advice = advice;
    }

    /// The name in journal and messages, such as `no_response`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One sentence for a person: what happened, where, and what to do next.
  public String sentence() {
    return detail + "; " + whatToDo();
  }

  /// What to do next, in words that fit after a semicolon.
  public String whatToDo() {
    return advice.orElse(kind.advice);
  }
}
