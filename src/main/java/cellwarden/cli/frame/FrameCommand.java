package cellwarden.cli.frame;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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

  /// How many lines may be written before it is noticed that nobody reads them.
  private static final int LINES_UNSEEN = 1000;

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
        "Reads hex from standard input, one stream of bytes a line with blanks between notification",
        "fragments, and prints what it means. A line that is not hex makes the final status 2."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  echo dd0400040d000cfffee477 | cellwarden frame decode",
        "  cellwarden frame decode --json < capture.txt | jq .frames",
      })
  int decode(
      @Option(names = "--json", description = "Print one JSON object for each line of input.")
          boolean json)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    long number = 0;
    long notHex = 0;
    long firstNotHex = 0;
    boolean heard = true;
    for (String line = lines.readLine(); line != null && heard; line = lines.readLine()) {
      number++;
      DecodedLine decoded = DecodedLine.of(line);
      FramePrinter.print(number, decoded, json, console);
      if (decoded.error().isPresent() && notHex++ == 0) {
        firstNotHex = number;
      }
      heard = isHeard(lines, number);
    }
    if (notHex > 0) {
      throw CommandException.usage(notHex(notHex, firstNotHex));
    }
    return ExitCode.OK;
  }

  /// Flushes as soon as no more input waits, so that a line typed by hand is answered at once.
  private boolean isHeard(BufferedReader lines, long number) throws IOException {
    boolean inputWaits = lines.ready() && number % LINES_UNSEEN != 0;
    return inputWaits || !console.out().checkError();
  }

  private static String notHex(long count, long first) {
    return count == 1
        ? "line " + first + " of the input is not hexadecimal; the other lines were decoded"
        : count + " lines of the input are not hexadecimal, the first is line " + first;
  }
}
