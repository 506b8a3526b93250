package cellwarden.cli.config;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.config.ConfigurationFile;
import cellwarden.config.ConfigurationSchema;
import cellwarden.config.ExampleConfiguration;
import cellwarden.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `config`: the configuration file.
@Command(
    name = "config",
    description = "Checks, begins or describes the configuration file.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden config init",
      "  cellwarden config check",
      "  cellwarden config schema > cellwarden.schema.json",
    })
public final class ConfigCommand {

  private final Console console;

  public ConfigCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "check",
      description = "Checks the configuration and says every problem at once, each with its line.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden config check",
        "  cellwarden config check /etc/cellwarden/cellwarden.yaml",
        "  cellwarden config check /etc/cellwarden/ingest.yaml",
      })
  int check(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = "Like -c FILE.")
          @Nullable Path file,
      @Mixin ConfigurationOption option) {
    Path found = option.find(file);
    console.print(
        found
            + " is fine: "
            + (ConfigurationFile.isOfIngest(found)
                ? ConfigurationOption.readIngest(found).summary()
                : ConfigurationOption.summary(ConfigurationOption.read(found))));
    return ExitCode.OK;
  }

  @Command(
      name = "init",
      description = "Writes a commented example; a file that exists is left as it is.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden config init",
        "  cellwarden config init ~/.config/cellwarden/cellwarden.yaml",
      })
  int init(
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              defaultValue = "cellwarden.yaml",
              description = "Where to write it (default: ${DEFAULT-VALUE}).")
          Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw CommandException.usage(file + " exists already; edit it, or name another file");
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // A password may come to stand in it.
      WholeFile.write(
          file, ExampleConfiguration.text(), WholeFile.Option.PRIVATE, WholeFile.Option.FORCED);
    } catch (IOException e) {
      throw CommandException.usage(CommandException.unwritable(file, e));
    }
    console.print(
        "wrote " + file + "; set the battery's address in it, then: cellwarden run -c " + file);
    return ExitCode.OK;
  }

  @Command(
      name = "schema",
      description = "Prints the JSON Schema of the configuration file, for editors.",
      footerHeading = "%nExamples:%n",
      footer = "  cellwarden config schema > cellwarden.schema.json")
  int schema() {
    console.out().print(ConfigurationSchema.text());
    return ExitCode.OK;
  }
}
