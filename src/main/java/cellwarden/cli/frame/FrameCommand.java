package cellwarden.cli;

import picocli.CommandLine.Command;

/// `frame`: bytes of the wire format for people, without a battery.
@Command(
    name = "frame",
    description = "Decodes and encodes the frames of the JBD wire format, without a battery.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode read 04",
      "  echo dd0400040d000cfffee477 | cellwarden frame decode --json",
    })
final class FrameCommand {}
