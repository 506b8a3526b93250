package cellwarden.cli.frame;

import cellwarden.cli.Console;
import picocli.CommandLine;
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
public final class FrameCommand {

  private FrameCommand() {}

  /// The command with all its subcommands.
  public static CommandLine of(Console console) {
    return new CommandLine(new FrameCommand())
        .addSubcommand("decode", new FrameDecodeCommand(console))
        .addSubcommand(
            "encode",
            new CommandLine(new FrameEncodeCommand(console))
                .addSubcommand("module", new FrameEncodeModuleCommand(console)));
  }
}
