package cellwarden.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which journal is meant, the same for every command that reads one.
public final class JournalOption {

  private static final Path USUAL = Path.of("bms_data.jsonl");

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "The journal's current file. Without it the one of the configuration, or bms_data.jsonl in the"
              + " working folder where there is no configuration.")
  private @Nullable Path file;

  @Mixin private ConfigurationOption configuration;

  /// The same as an argument, for commands that are about nothing but the journal.
  public static final class Argument {

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "The current file of the journal (default: that of the configuration).")
    private @Nullable Path file;

    @Mixin private ConfigurationOption configuration;

    /// The journal's current file.
    ///
    /// @throws CommandException if there is none, or the configuration is wrong
    public Path find() {
      return file == null
          ? JournalOption.find(configuration)
          : named(file, "a FILE", configuration);
    }
  }

  /// The journal's current file.
  ///
  /// @throws CommandException if there is none, or the configuration is wrong
  public Path find() {
    return file == null ? find(configuration) : named(file, "--journal", configuration);
  }

  private static Path named(Path file, String how, ConfigurationOption configuration) {
    configuration.refuseBeside(how);
    return file;
  }

  /// The sentence on a journal that could not be read.
  public static CommandException unreadable(Path journal, IOException trouble) {
    return CommandException.failure(
        "journal "
            + journal
            + " cannot be read ("
            + CommandException.reason(trouble)
            + "); check the rights and the disk");
  }

  /// The journal of the configuration, or the usual one where there is no configuration.
  private static Path find(ConfigurationOption configuration) {
    Path found;
    try {
      found = configuration.find(null);
    } catch (CommandException e) {
      if (configuration.isNamed() || !Files.exists(USUAL)) {
        throw e;
      }
      return USUAL;
    }
    return ConfigurationOption.read(found).journal().path();
  }
}
