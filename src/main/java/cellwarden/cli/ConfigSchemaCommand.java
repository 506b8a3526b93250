package cellwarden.cli;

import cellwarden.config.ConfigurationSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `config schema`: the JSON Schema of the configuration file.
@Command(
    name = "schema",
    description = "Prints the JSON Schema of the configuration file, for editors.",
    footerHeading = "%nExamples:%n",
    footer = "  cellwarden config schema > cellwarden.schema.json")
final class ConfigSchemaCommand implements Callable<Integer> {

  private final Console console;

  ConfigSchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(ConfigurationSchema.text());
    return ExitStatus.OK;
  }
}
