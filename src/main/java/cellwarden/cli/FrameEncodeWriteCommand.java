package cellwarden.cli;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `frame encode write`: the request that writes a register. It only prints; nothing is sent to a
/// battery.
@Command(
    name = "write",
    description = "Prints the request that writes a register; nothing is sent to a battery.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode write E1 0000   # both FETs on",
      "  cellwarden frame encode write E1 0002   # discharge FET off",
    })
final class FrameEncodeWriteCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "REGISTER", description = "Register, 00 to FF.")
  private String register = "";

  @Parameters(index = "1..*", paramLabel = "DATA", arity = "1..*", description = "Data to write.")
  private List<String> data = List.of();

  private final Console console;

  FrameEncodeWriteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int number = HexArgument.number("register", register);
    Payload payload = HexArgument.data(data);
    console.out().println(HexArgument.print(Request.write(number, payload).encode()));
    return ExitStatus.OK;
  }
}
