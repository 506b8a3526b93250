package cellwarden.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cellwarden` itself, which only holds the commands.
@Command(
    name = "cellwarden",
    description = "Reads JBD battery management systems over Bluetooth LE, serial or TCP.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode read 03",
      "  echo dd0500034a4244ff2d77 | cellwarden frame decode",
      "",
      "Exit status: 0 fine; 1 the battery, broker or disk did not do its part; 2 wrong usage.",
    })
final class RootCommand {

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;
}
