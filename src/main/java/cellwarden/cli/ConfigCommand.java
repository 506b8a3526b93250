package cellwarden.cli;

import picocli.CommandLine.Command;

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
final class ConfigCommand {}
