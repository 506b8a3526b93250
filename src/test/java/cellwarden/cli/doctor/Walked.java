package cellwarden.cli.doctor;

import cellwarden.cli.console.Console;
import cellwarden.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Steps as a test walks them.
final class Walked {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new ByteArrayInputStream(new byte[0]),
          new PrintStream(out, false, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          Terminal.NONE,
          Terminal.NONE);
  private final Steps steps = new Steps(console, console.progress(), false);

  Steps steps() {
    return steps;
  }

  /// As people see them: `✓ connect: in 2 ms`.
  List<String> lines() {
    return steps.done().stream()
        .map(step -> step.result().mark() + " " + step.name() + ": " + step.detail())
        .toList();
  }

  Step last() {
    return steps.done().getLast();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
