package cellwarden.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which journal is meant, the same for every command that reads one.
public final class JournalOption {

  private static final Path USUAL = Path.of("bms_data.jsonl");

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = {
        "The journal's current file. Without it the one of the configuration, or",
        "bms_data.jsonl in the working folder where there is no configuration."
      })
  private @Nullable Path file;

  @Mixin private ConfigurationOption configuration;

  /// The journal's current file.
  ///
  /// @throws UsageException if there is none, or the configuration is wrong
  public Path find() {
    return find(file, configuration);
  }

  /// The journal that was named, or the one of the configuration, or the usual one where there is
  /// no configuration.
  ///
  /// @throws UsageException if there is none, or the configuration is wrong
  public static Path find(@Nullable Path named, ConfigurationOption configuration) {
    if (named != null) {
      return named;
    }
    Path found;
    try {
      found = configuration.find();
    } catch (UsageException e) {
      if (configuration.isNamed() || !Files.exists(USUAL)) {
        throw e;
      }
      return USUAL;
    }
    return ConfigurationOption.read(found).journal().path();
  }
}
