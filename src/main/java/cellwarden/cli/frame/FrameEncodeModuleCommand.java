package cellwarden.cli.frame;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `frame encode module`: a frame for the Bluetooth module itself. Messages never repeat a password
/// or a text.
@Command(
    name = "module",
    description = "Prints a frame for the Bluetooth module (FF AA).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden frame encode module 17",
      "  cellwarden frame encode module 1D --mac A4:C1:37:04:2D:BE --random 37",
      "  cellwarden frame encode module 07 --text XYZ",
      "  cellwarden frame encode module 15 --data 303030303030",
    })
final class FrameEncodeModuleCommand implements Callable<Integer> {

  private static final int MAX_TEXT = 0xFF;

  @Parameters(
      paramLabel = "NUMBER",
      description = {
        "Command of the module, 00 to FF: 07 new name, 15 application key, 16 new password,"
            + " 17 random byte, 18 password, 1D root secret."
      })
  private String command = "";

  @Option(names = "--mac", paramLabel = "ADDRESS", description = "Address of the module (18, 1D).")
  private @Nullable String mac;

  @Option(
      names = "--random",
      paramLabel = "BYTE",
      description = "The byte that the module answered to 17 (18, 1D).")
  private @Nullable String random;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Six characters 0-9, a-z, A-Z (18).")
  private @Nullable String password;

  @Option(names = "--text", paramLabel = "TEXT", description = "Data as ASCII text.")
  private @Nullable String text;

  @Option(names = "--data", paramLabel = "HEX", description = "Data as hexadecimal bytes.")
  private @Nullable String data;

  private final Console console;

  FrameEncodeModuleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int number = HexArgument.number("module command", command);
    ModuleFrame frame =
        switch (number) {
          case ModuleFrame.PASSWORD -> password();
          case ModuleFrame.ROOT_SECRET -> rootSecret();
          default -> plain(number);
        };
    console.print(HexArgument.print(frame.encode()));
    return ExitCode.OK;
  }

  private ModuleFrame password() {
    if (mac == null || random == null || password == null || text != null || data != null) {
      throw CommandException.usage(
          "module 18 takes --mac, --random and --password, all three and nothing else");
    }
    byte[] address = HexArgument.address(mac);
    int key = HexArgument.number("random byte", random);
    try {
      return ModuleFrame.password(address, key, password);
    } catch (IllegalArgumentException notSix) {
      throw CommandException.usage(notSix.getMessage());
    }
  }

  private ModuleFrame rootSecret() {
    if (mac == null || random == null || password != null || text != null || data != null) {
      throw CommandException.usage("module 1D takes --mac and --random, both and nothing else");
    }
    return ModuleFrame.rootSecret(
        HexArgument.address(mac), HexArgument.number("random byte", random));
  }

  private ModuleFrame plain(int number) {
    if (mac != null || random != null || password != null) {
      throw CommandException.usage("only module 18 and 1D take --mac, --random and --password");
    }
    if (text != null && data != null) {
      throw CommandException.usage("--text and --data say the same thing in two ways: give one");
    }
    if (text != null) {
      return new ModuleFrame(number, ascii(text));
    }
    return new ModuleFrame(number, data == null ? Payload.EMPTY : HexArgument.data(List.of(data)));
  }

  private static Payload ascii(String text) {
    if (text.length() > MAX_TEXT || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw CommandException.usage(
          "the text of a module frame is at most " + MAX_TEXT + " printable ASCII characters");
    }
    return Payload.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
