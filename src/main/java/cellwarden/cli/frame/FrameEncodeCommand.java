package cellwarden.cli;

import picocli.CommandLine.Command;

/// `frame encode`: prints the bytes of a request.
@Command(
    name = "encode",
    description = "Prints the bytes of a request as hex; numbers and data are hexadecimal.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode read 03",
      "  cellwarden frame encode write E1 0002",
      "  cellwarden frame encode module 17",
    })
final class FrameEncodeCommand {}
