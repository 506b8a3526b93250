package cellwarden.cli;

import cellwarden.config.ConfigurationException;
import cellwarden.config.ConfigurationFile;
import cellwarden.settings.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `-c FILE`, the same for every command that needs a configuration.
public final class ConfigurationOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "The configuration file. Without it: $CELLWARDEN_CONFIG, ./cellwarden.yaml,",
        "~/.config/cellwarden/cellwarden.yaml, /etc/cellwarden/cellwarden.yaml."
      })
  private @Nullable Path file;

  /// Whether the user said which file.
  public boolean isNamed() {
    return file != null;
  }

  /// @throws UsageException with every problem of the file at once
  Configuration read() {
    return read(find());
  }

  /// The file.
  ///
  /// @throws UsageException if there is no file
  public Path find() {
    return find(Optional.ofNullable(file));
  }

  /// @throws UsageException with every problem of the file at once
  static Configuration read(Path file) {
    try {
      return ConfigurationFile.read(file, System.getenv());
    } catch (ConfigurationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// @throws UsageException if there is no file
  static Path find(Optional<Path> named) {
    try {
      return ConfigurationFile.find(named, System.getenv(), Path.of(""));
    } catch (ConfigurationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
