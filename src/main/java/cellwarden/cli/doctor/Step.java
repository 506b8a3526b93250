package cellwarden.cli.doctor;

import cellwarden.json.JsonText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step of the walk, and how it went.
///
/// @param subject what is looked at: a battery, the broker, or this machine
/// @param name of the step, such as `connect`
/// @param detail the middle of a sentence
/// @param advice what to do about it, in words that fit after a semicolon; empty unless it failed
record Step(String subject, String name, Result result, String detail, String advice) {

  /// A command in an advice, which stands there in quotes.
  private static final Pattern COMMAND =
      Pattern.compile(
          "'((?:sudo|bluetoothctl|cellwarden|chmod|df|getent|journalctl|mkdir|rfkill|systemctl|timedatectl)"
              + "\\b[^']*)'");

  /// How it went.
  enum Result {
    OK("✓"),
    /// It is no fault, but worth to be known.
    NOTE("!"),
    FAILED("✗");

    private final String mark;

    Result(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }
  }

  /// The step in one sentence.
  String sentence() {
    String where = detail.startsWith(subject) ? "" : subject + ": ";
    return where + detail + (advice.isEmpty() ? "" : "; " + advice) + ".";
  }

  /// The command that the advice names; empty where there is none.
  Optional<String> command() {
    Matcher quoted = COMMAND.matcher(advice);
    return quoted.find() ? Optional.of(quoted.group(1)) : Optional.empty();
  }

  /// UTF-8 of one line, without the line break.
  byte[] json() {
    return JsonText.object(json -> {
      json.writeStringProperty("subject", subject);
      json.writeStringProperty("step", name);
      json.writeStringProperty("result", result.name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("detail", detail);
      if (!advice.isEmpty()) {
        json.writeStringProperty("advice", advice);
      }
    });
  }
}
