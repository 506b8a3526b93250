package cellwarden.cli.frame;

import cellwarden.cli.console.Console;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.RegisterValue;
import cellwarden.protocol.register.Registers;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.render.table.TextTable;
import cellwarden.render.table.ValueText;
import cellwarden.text.Printable;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/// Prints what a line held: one line of JSON, or for people a heading for each frame and a small
/// table of its values.
final class FramePrinter {

  /// Wide enough for every name, so that the tables of several frames look alike.
  private static final int NAMES = 26;

  private FramePrinter() {}

  /// @param number of the line, from 1
  static void print(long number, DecodedLine line, boolean json, Console console) {
    if (json) {
      console.printJson(FrameJson.encode(line));
      return;
    }
    PrintStream out = console.out();
    if (line.found().isEmpty()) {
      out.printf("line %d: %s%n", number, line.error().orElse("no bytes"));
    }
    for (Decoded decoded : line.found()) {
      out.printf("line %d: ", number);
      switch (decoded) {
        case Decoded.Answer(Response response) -> printAnswer(response, line.units(), console);
        case Decoded.Echo(Request request) -> printRequest(request, line.sent(), out);
        case Decoded.Module(ModuleFrame frame) ->
            out.printf("module command %02x, data '%s'%n", frame.command(), frame.data());
        case Decoded.Skipped(int bytes, Decoded.Reason reason) ->
            out.printf("skipped, %s: %s%n", FrameJson.label(reason), count(bytes));
      }
    }
  }

  private static String count(int bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }

  private static void printRequest(Request request, boolean sent, PrintStream out) {
    out.printf(
        "%s to %s register %02x, data '%s'%n",
        sent ? "request" : "echo of our request",
        FrameJson.label(request.op()),
        request.register(),
        request.data());
  }

  private static void printAnswer(Response response, TenfoldUnits units, Console console) {
    PrintStream out = console.out();
    String name =
        Registers.find(response.register()).map(Register::name).orElse("unknown register");
    out.printf(
        "register %02x, %s: %s%n", response.register(), name, Status.describe(response.status()));
    TextTable table = TextTable.of(0, NAMES, 0);
    try {
      Optional<RegisterValue> value = Registers.decode(response, units);
      if (value.isPresent()) {
        RegisterField.of(value.get()).forEach(field -> addField(field, table));
      } else if (!response.payload().isEmpty()) {
        table.row("", "payload", response.payload().hex());
      }
    } catch (MalformedPayloadException malformed) {
      table.row("", "error", String.valueOf(malformed.getMessage()));
    }
    table.print(out, console.look());
  }

  private static void addField(RegisterField field, TextTable table) {
    if (field.value() instanceof Map<?, ?> counts) {
      counts.forEach((name, count) -> table.row("", name.toString(), count.toString()));
    } else {
      String text =
          ValueText.forPeople(field.value(), "unknown", " ", item -> Printable.of(item.toString()));
      table.row("", field.name(), (text + " " + field.unit()).strip());
    }
  }
}
