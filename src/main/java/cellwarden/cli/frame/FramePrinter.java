package cellwarden.cli.frame;

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
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints what a line held: one line of JSON, or for people a heading for each frame and a small
/// table of its values.
final class FramePrinter {

  private static final String ROW = "  %-27s %s%n";

  private FramePrinter() {}

  /// @param number of the line, from 1
  static void print(long number, DecodedLine line, boolean json, PrintStream out) {
    if (json) {
      out.writeBytes(FrameJson.encode(line));
      out.println();
    } else {
      printTable(number, line, out);
    }
  }

  private static void printTable(long number, DecodedLine line, PrintStream out) {
    if (line.found().isEmpty()) {
      out.printf("line %d: %s%n", number, line.error().orElse("no bytes"));
    }
    for (Decoded decoded : line.found()) {
      out.printf("line %d: ", number);
      switch (decoded) {
        case Decoded.Answer(Response response) -> printAnswer(response, line.units(), out);
        case Decoded.Echo(Request request) -> printEcho(request, out);
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

  private static void printEcho(Request request, PrintStream out) {
    out.printf(
        "echo of our request to %s register %02x, data '%s'%n",
        FrameJson.label(request.op()), request.register(), request.data());
  }

  private static void printAnswer(Response response, TenfoldUnits units, PrintStream out) {
    String name =
        Registers.find(response.register()).map(Register::name).orElse("unknown register");
    out.printf(
        "register %02x, %s: %s%n", response.register(), name, Status.describe(response.status()));
    try {
      Optional<RegisterValue> value = Registers.decode(response, units);
      if (value.isPresent()) {
        RegisterField.of(value.get()).forEach(field -> printField(field, out));
      } else if (!response.payload().isEmpty()) {
        out.printf(ROW, "payload", response.payload().hex());
      }
    } catch (MalformedPayloadException malformed) {
      out.printf(ROW, "error", malformed.getMessage());
    }
  }

  private static void printField(RegisterField field, PrintStream out) {
    if (field.value() instanceof Map<?, ?> counts) {
      counts.forEach((name, count) -> out.printf(ROW, name, count));
    } else {
      out.printf(ROW, field.name(), (text(field.value()) + " " + field.unit()).strip());
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "unknown";
      case Boolean on -> on ? "on" : "off";
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }
}
