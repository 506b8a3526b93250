package cellwarden.cli.frame;

import cellwarden.cli.console.Console;
import cellwarden.protocol.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/// `frame encode`: prints the bytes of a request; nothing is sent to a battery.
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
final class FrameEncodeCommand {

  private final Console console;

  FrameEncodeCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "read",
      description = "Prints the request that reads a register.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden frame encode read 03          # basic info",
        "  cellwarden frame encode read FA 000102   # two parameters from number 1 on",
      })
  int read(
      @Parameters(index = "0", paramLabel = "REGISTER", description = "Register, 00 to FF.")
          String register,
      @Parameters(
              index = "1..*",
              paramLabel = "DATA",
              arity = "0..*",
              description = "Data of the request; only register FA takes some.")
          @Nullable List<String> data) {
    return print(Request.Op.READ, register, data == null ? List.of() : data);
  }

  @Command(
      name = "write",
      description = "Prints the request that writes a register; nothing is sent to a battery.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden frame encode write E1 0000   # both FETs on",
        "  cellwarden frame encode write E1 0002   # discharge FET off",
      })
  int write(
      @Parameters(index = "0", paramLabel = "REGISTER", description = "Register, 00 to FF.")
          String register,
      @Parameters(
              index = "1..*",
              paramLabel = "DATA",
              arity = "1..*",
              description = "Data to write.")
          List<String> data) {
    return print(Request.Op.WRITE, register, data);
  }

  private int print(Request.Op op, String register, List<String> data) {
    Request request =
        new Request(op, HexArgument.number("register", register), HexArgument.data(data));
    console.print(HexArgument.print(request.encode()));
    return ExitCode.OK;
  }
}
