package cellwarden.cli;

import cellwarden.app.Wiring;
import cellwarden.settings.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `config check`: every problem of a file at once.
@Command(
    name = "check",
    description = "Checks the configuration and says every problem at once, each with its line.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden config check",
      "  cellwarden config check /etc/cellwarden/cellwarden.yaml",
    })
final class ConfigCheckCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Like -c FILE.")
  private @Nullable Path file;

  @Mixin private ConfigurationOption option;

  ConfigCheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path found = file == null ? option.find() : ConfigurationOption.find(Optional.of(file));
    Configuration configuration = ConfigurationOption.read(found);
    configuration
        .batteries()
        .forEach(battery -> Wiring.transport(battery, Wiring.bluetooth(), _ -> {}));
    console.out().println(found + " is fine: " + Summary.of(configuration));
    return ExitStatus.OK;
  }
}
