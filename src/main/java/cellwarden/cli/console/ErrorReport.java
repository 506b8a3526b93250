package cellwarden.cli.console;

import cellwarden.app.StartException;
import cellwarden.app.Version;
import cellwarden.text.StackText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The one place that turns trouble into a sentence and an exit status.
///
/// A stack trace means a bug, nothing else does. Arguments that nobody asked for are not repeated,
/// since they may be the rest of a password.
public final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Console console;

  public ErrorReport(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException trouble, String[] args) {
    CommandLine command = trouble.getCommandLine();
    say(
        wrongUsage(trouble, command)
            + " Try '"
            + command.getCommandSpec().qualifiedName()
            + " --help'.");
    return CommandException.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception trouble, CommandLine command, ParseResult parseResult) {
    return report(trouble);
  }

  /// Says what ended a command.
  ///
  /// @return the exit status
  public int report(Exception trouble) {
    return switch (trouble) {
      case CommandException expected -> {
        expected.sentences().forEach(this::say);
        yield expected.status();
      }
      case StartException start -> {
        say(start.getMessage());
        yield switch (start.kind()) {
          case CONFIGURATION -> CommandException.USAGE;
          case OUTSIDE -> CommandException.FAILURE;
        };
      }
      default -> {
        say("this is a bug in Cellwarden " + Version.text() + "; please report what follows.");
        console.err().print(StackText.of(trouble));
        console.err().flush();
        yield CommandException.FAILURE;
      }
    };
  }

  private static String wrongUsage(ParameterException trouble, CommandLine command) {
    String name = "'" + command.getCommandSpec().qualifiedName() + "'";
    if (trouble instanceof UnmatchedArgumentException unmatched) {
      return name + unmatched(unmatched, command) + nearest(unmatched);
    }
    if (!command.getSubcommands().isEmpty()) {
      return name
          + " needs a command: "
          + String.join(", ", command.getSubcommands().keySet())
          + ".";
    }
    String problem = lowerFirst(String.valueOf(trouble.getMessage()));
    return problem.replaceFirst(" is not an? (int|long)$", " is not a whole number") + ".";
  }

  private static String unmatched(UnmatchedArgumentException unmatched, CommandLine command) {
    String first = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return " has no option " + optionName(first);
    }
    return command.getSubcommands().isEmpty()
        ? " got an argument too many"
        : " has no command '" + first + "'";
  }

  /// Without a value that hangs on it, such as `--pasword=…` or `-p…`.
  private static String optionName(String argument) {
    int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
    return end < 0 ? argument : argument.substring(0, end);
  }

  private static String nearest(UnmatchedArgumentException unmatched) {
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "." : "; did you mean " + suggestions.getFirst() + "?";
  }

  private static String lowerFirst(String message) {
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private void say(@Nullable String sentence) {
    String words = String.valueOf(sentence);
    boolean ends = words.endsWith(".") || words.endsWith("?");
    console.note(ends ? words : words + ".");
  }
}
