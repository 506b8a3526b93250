package cellwarden.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the configuration file.
public final class ConfigurationReader {
  private static final String MAKE_ONE = "; make one with \"cellwarden config init\"";

  private ConfigurationReader() {}

  /// Reads and checks the whole file.
  ///
  /// @param file is named in messages just as it is given here
  /// @param environment what `${NAME}` stands for
  /// @throws ConfigurationException with every problem in it
  public static Configuration read(Path file, Map<String, String> environment)
      throws ConfigurationException {
    if (Files.notExists(file)) {
      throw new ConfigurationException(file + ": there is no such file" + MAKE_ONE);
    }
    try {
      return parse(SourceText.read(file), file, environment);
    } catch (ValueException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    }
  }

  /// Checks a text as if it stood in `file`, which need not exist.
  static Configuration parse(String text, Path file, Map<String, String> environment)
      throws ConfigurationException {
    Problems problems = new Problems(file.toString());
    Optional<Node> top = YamlSyntax.parse(text, problems);
    if (!problems.isEmpty()) {
      throw problems.toException();
    }
    if (top.isEmpty() || Settings.isNothing(top.get())) {
      throw new ConfigurationException(file + ": the file is empty" + MAKE_ONE);
    }
    if (!(top.get() instanceof MappingNode settings)) {
      problems.add(
          top.get().getStartMark(),
          "",
          "expected keys such as batteries:, found " + Settings.kind(top.get()));
      throw problems.toException();
    }
    Configuration configuration =
        new ConfigurationMapper(file, new Environment(environment), problems).map(settings);
    if (!problems.isEmpty()) {
      throw problems.toException();
    }
    return configuration;
  }
}
