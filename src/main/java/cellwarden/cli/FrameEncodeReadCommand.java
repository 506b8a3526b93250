package cellwarden.cli;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `frame encode read`: the request that reads a register.
@Command(
    name = "read",
    description = "Prints the request that reads a register.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode read 03          # basic info",
      "  cellwarden frame encode read FA 000102   # two parameters from number 1 on",
    })
final class FrameEncodeReadCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "REGISTER", description = "Register, 00 to FF.")
  private String register = "";

  @Parameters(
      index = "1..*",
      paramLabel = "DATA",
      arity = "0..*",
      description = "Data of the request; only register FA takes some.")
  private List<String> data = List.of();

  private final Console console;

  FrameEncodeReadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int number = HexArgument.number("register", register);
    Payload payload = HexArgument.data(data);
    console
        .out()
        .println(HexArgument.print(new Request(Request.Op.READ, number, payload).encode()));
    return ExitStatus.OK;
  }
}
