package cellwarden.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs a command as the shell would, with its output caught.
final class Cli {

  private Cli() {}

  /// What a command left behind.
  record Result(int status, String out, String err) {}

  static Result run(String... args) {
    return runWithInput("", args);
  }

  static Result runWithInput(String input, String... args) {
    return run(input, false, args);
  }

  /// As at a terminal, where standard error shows how far things are.
  static Result runWatched(String... args) {
    return run("", true, args);
  }

  private static Result run(String input, boolean watched, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            watched);
    int status = Main.run(console, args);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
