package cellwarden.cli;

import cellwarden.app.Wiring;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Terminal;
import cellwarden.transport.ble.Bluetooth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Runs a command as the shell would, with its output caught.
public final class Cli {

  private static final byte[] NOTHING = {};
  private static final Terminal SCREEN = Terminal.of(80, 24, false);

  private Cli() {}

  /// What a command left behind.
  public record Result(int status, String out, String err) {}

  public static Result run(String... args) {
    return runWithInput("", args);
  }

  public static Result runWithInput(String input, String... args) {
    return runWithBytes(input.getBytes(StandardCharsets.UTF_8), args);
  }

  /// With what is no text on standard input.
  public static Result runWithBytes(byte[] input, String... args) {
    return run(input, Terminal.NONE, Terminal.NONE, Wiring::bluetooth, args);
  }

  /// As at a terminal, where standard error shows how far things are.
  public static Result runWatched(String... args) {
    return run(NOTHING, Terminal.NONE, SCREEN, Wiring::bluetooth, args);
  }

  /// With standard output at a terminal as well.
  public static Result runAt(Terminal screen, String... args) {
    return run(NOTHING, screen, Terminal.NONE, Wiring::bluetooth, args);
  }

  /// With a Bluetooth of the test's own.
  public static Result runUnwatched(Bluetooth bluetooth, String... args) {
    return run(NOTHING, Terminal.NONE, Terminal.NONE, () -> bluetooth, args);
  }

  /// As at a terminal, with a Bluetooth of the test's own.
  public static Result runWith(Bluetooth bluetooth, String... args) {
    return run(NOTHING, Terminal.NONE, SCREEN, () -> bluetooth, args);
  }

  /// As with a person at a terminal who answers questions, with a Bluetooth of the test's own.
  ///
  /// @param answers one line each
  public static Result runAnswering(Bluetooth bluetooth, String answers, String... args) {
    return run(answers.getBytes(StandardCharsets.UTF_8), SCREEN, SCREEN, () -> bluetooth, args);
  }

  private static Result run(
      byte[] input, Terminal screen, Terminal messages, Supplier<Bluetooth> radio, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            screen,
            messages);
    int status = Main.run(console, radio, args);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
