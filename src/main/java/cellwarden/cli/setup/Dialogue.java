package cellwarden.cli.setup;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Questions to a person, and the answers.
final class Dialogue {

  private final Console console;
  private final BufferedReader answers;

  Dialogue(Console console) {
    this.console = console;
    this.answers = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
  }

  void say(String line) {
    console.print(line);
    console.out().flush();
  }

  /// Asks for a text.
  ///
  /// @param preset the answer of who just presses Enter
  String ask(String question, String preset) {
    console.out().print(question + (preset.isEmpty() ? ": " : " [" + preset + "]: "));
    String answer = answer().strip();
    return answer.isEmpty() ? preset : answer;
  }

  boolean confirm(String question, boolean preset) {
    while (true) {
      console.out().print(question + (preset ? " [Y/n]: " : " [y/N]: "));
      String answer = answer().strip();
      if (answer.isEmpty()) {
        return preset;
      }
      if (answer.matches("(?i)y(es)?|no?")) {
        return answer.matches("(?i)y.*");
      }
    }
  }

  /// Asks for what nobody shall see. Blanks belong to it.
  String secret(String question) {
    // A signal while nothing is shown must not leave the terminal so.
    Thread restore = new Thread(() -> echo(true));
    Runtime.getRuntime().addShutdownHook(restore);
    echo(false);
    try {
      console.out().print(question + ": ");
      return answer();
    } finally {
      echo(true);
      Runtime.getRuntime().removeShutdownHook(restore);
      say("");
    }
  }

  private String answer() {
    console.out().flush();
    try {
      String line = answers.readLine();
      if (line == null) {
        throw CommandException.usage("the answers ended before setup did; nothing was changed");
      }
      return line;
    } catch (IOException e) {
      throw CommandException.failure(
          "the terminal cannot be read (%s); nothing was changed"
              .formatted(CommandException.reason(e)));
    }
  }

  private void echo(boolean on) {
    if (!console.isOfProcess()) {
      return;
    }
    try {
      int _ =
          new ProcessBuilder("stty", on ? "echo" : "-echo")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (IOException e) {
      // A system without stty shows what is typed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
