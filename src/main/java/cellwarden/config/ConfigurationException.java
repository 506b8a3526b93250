package cellwarden.config;

import java.util.List;

/// A configuration that cannot be used. Each problem is one sentence on one line that says where it
/// is; the message is all of them, one a line.
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String lines;

  ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    lines = String.join("\n", problems);
  }

  ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /// The problems in the order of the file, at least one.
  public List<String> problems() {
    return lines.lines().toList();
  }
}
