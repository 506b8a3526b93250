package cellwarden.cli.frame;

import cellwarden.capture.Btsnoop;
import cellwarden.cli.console.Console;
import java.io.IOException;
import java.io.PushbackInputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  private final Console console;

  private FrameCommand(Console console) {
    this.console = console;
  }

  /// The command with all its subcommands.
  public static CommandLine of(Console console) {
    CommandLine encode =
        new CommandLine(new FrameEncodeCommand(console))
            .addSubcommand("module", new FrameEncodeModuleCommand(console));
    return new CommandLine(new FrameCommand(console)).addSubcommand("encode", encode);
  }

  @Command(
      name = "decode",
      description = {
        "Reads hex from standard input and prints what it means.",
        "One stream of bytes a line, with blanks between notification fragments. A line that is not hex"
            + " makes the final status 2.",
        "Also reads what 'capture' writes, and the btsnoop logs of phones (btsnoop_hci.log)."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  echo dd0400040d000cfffee477 | cellwarden frame decode",
        "  cellwarden frame decode --json < capture.txt | jq .frames",
        "  cellwarden frame decode < btsnoop_hci.log",
      })
  int decode(
      @Option(names = "--json", description = "Print one JSON object for each line of input.")
          boolean json)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(console.in(), Btsnoop.PUSHBACK);
    return new FrameDecoding(console, json).run(in);
  }
}
