package cellwarden.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.settings.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Short ways to read a configuration that stands in a test.
final class Texts {
  static final Path FILE = Path.of("cellwarden.yaml");

  private Texts() {}

  static Configuration read(String yaml) throws ConfigurationException {
    return ConfigurationFile.parse(yaml, FILE, Map.of(), _ -> Optional.empty());
  }

  /// The problems without the name of the file in front of each.
  static List<String> problemsIn(String yaml, Map<String, String> environment) {
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> ConfigurationFile.parse(yaml, FILE, environment, _ -> Optional.empty()));
    return e.problems().stream().map(line -> line.substring("cellwarden.yaml:".length())).toList();
  }

  static List<String> problemsIn(String yaml) {
    return problemsIn(yaml, Map.of());
  }

  /// The problems of a file whose only battery has these lines behind name and address.
  static List<String> problemsInBattery(String lines) {
    return problemsIn("batteries:\n  - name: a\n    address: sim:\n" + lines.indent(4));
  }

  /// The problems of a file with these lines under `mqtt:`; the first of them is line 5.
  static List<String> problemsInMqtt(String lines, Map<String, String> environment) {
    return problemsIn(
        "batteries:\n  - name: a\n    address: sim:\nmqtt:\n" + lines.indent(2), environment);
  }
}
