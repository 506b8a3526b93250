package cellwarden.cli.setup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was answered so far, and the configuration that it makes.
///
/// @param batteries name and address, in the order of the answers
/// @param broker empty for none
/// @param journal path of the journal; empty for the usual one
record Draft(Map<String, String> batteries, Optional<Broker> broker, Optional<String> journal) {

  /// The environment variable that stands for a password that is in no file yet.
  static final String PASSWORD_VARIABLE = "CELLWARDEN_SETUP_PASSWORD";

  /// @param url as the configuration has it
  /// @param username empty for none
  /// @param password empty for none
  record Broker(String url, String username, String password) {}

  Draft {
    batteries = new LinkedHashMap<>(batteries);
  }

  Draft with(String name, String address) {
    Map<String, String> more = new LinkedHashMap<>(batteries);
    more.put(name, address);
    return new Draft(more, broker, journal);
  }

  Draft with(Broker other) {
    return new Draft(batteries, Optional.of(other), journal);
  }

  /// The file as it is written.
  ///
  /// @param passwordFile name of the file with the broker's password, beside the configuration
  String text(String passwordFile) {
    return withPassword("password_file: " + quoted(passwordFile));
  }

  /// The same before there is a password file.
  String trial() {
    return withPassword("password: ${" + PASSWORD_VARIABLE + "}");
  }

  private String withPassword(String password) {
    StringBuilder text =
        new StringBuilder(
            """
            # Written by "cellwarden setup". Every key: "cellwarden config init FILE" writes an example with all of
            # them. After a change: sudo systemctl restart cellwarden
            batteries:
            """);
    batteries.forEach((name, address) ->
        text.append("  - name: ")
            .append(name)
            .append("\n    address: ")
            .append(quoted(address))
            .append('\n'));
    broker.ifPresent(it -> {
      text.append("mqtt:\n  url: ").append(quoted(it.url())).append('\n');
      if (!it.username().isEmpty()) {
        text.append("  username: ").append(quoted(it.username())).append('\n');
      }
      if (!it.password().isEmpty()) {
        text.append("  ").append(password).append('\n');
      }
    });
    journal.ifPresent(path -> text.append("journal:\n  path: ").append(quoted(path)).append('\n'));
    return text.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
