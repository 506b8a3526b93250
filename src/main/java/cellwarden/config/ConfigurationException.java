package cellwarden.config;

import cellwarden.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used. Each problem is one sentence on one line that says where it
/// is; the message is all of them, one a line.
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String lines;

  ConfigurationException(List<String> problems) {
    super(oneALine(problems));
    lines = oneALine(problems);
  }

  ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /// What the file, its name or the environment holds makes no second line.
  private static String oneALine(List<String> problems) {
    return problems.stream().map(Printable::of).collect(Collectors.joining("\n"));
  }

  /// The problems in the order of the file, at least one.
  public List<String> problems() {
    return lines.lines().toList();
  }
}
