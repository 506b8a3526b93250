package cellwarden.cli;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help`: the same as `--help` behind a command.
@Command(
    name = "help",
    description = "Shows the help of a command.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden help history",
      "  cellwarden help frame decode",
    })
final class HelpCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which one.")
  private List<String> names = List.of();

  HelpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        Set<String> known = command.getSubcommands().keySet();
        throw CommandException.usage(
            "'%s' has no command '%s'; %s"
                .formatted(
                    command.getCommandSpec().qualifiedName(),
                    name,
                    known.isEmpty() ? "leave it out" : "it has " + String.join(", ", known)));
      }
      command = next;
    }
    new HelpScreen(console).print(command.getCommandSpec());
    return ExitCode.OK;
  }
}
