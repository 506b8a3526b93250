package cellwarden.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cellwarden` itself, which only holds the commands.
@Command(
    name = "cellwarden",
    description =
        "Reads JBD battery management systems, journals each reading and publishes it to MQTT.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden demo                          see it work with a simulated battery",
      "  cellwarden scan                          find batteries nearby (Bluetooth)",
      "  cellwarden read ble:A4:C1:38:00:11:22    read a battery once",
      "  cellwarden config init                   begin a configuration",
      "  cellwarden run                           run the service",
      "",
      "Exit status: 0 fine; 1 the battery, broker or disk did not do its part; 2 wrong usage.",
    })
final class RootCommand {

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;
}
