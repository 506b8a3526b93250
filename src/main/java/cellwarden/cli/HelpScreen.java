package cellwarden.cli;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.PagedOutput;
import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import cellwarden.render.table.TextTable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// Shows the help of a command as wide as the terminal, or runs it. That of the library has a least
/// width, and breaks words.
record HelpScreen(Console console) implements IExecutionStrategy {

  private static final int USUAL_WIDTH = 80;
  private static final int WIDEST = 100;

  @Override
  public int execute(ParseResult words) {
    Optional<CommandLine> asked =
        words.asCommandLineList().stream().filter(CommandLine::isUsageHelpRequested).findFirst();
    if (asked.isPresent()) {
      print(asked.get().getCommandSpec());
      return ExitCode.OK;
    }
    CommandSpec root = words.commandSpec();
    if (!words.hasSubcommand() && !words.isVersionHelpRequested()) {
      print(root, console.err(), new Look(look().width(), false));
      return CommandException.USAGE;
    }
    return new RunLast().execute(words);
  }

  void print(CommandSpec command) {
    PagedOutput paged = console.paged();
    try (PrintStream out = new PrintStream(paged, false, StandardCharsets.UTF_8)) {
      print(command, out, look());
    }
  }

  private Look look() {
    int width = console.screen().isThere() ? console.screen().width() : USUAL_WIDTH;
    return new Look(Math.min(width, WIDEST), console.screen().colours());
  }

  private static void print(CommandSpec command, PrintStream out, Look look) {
    wrap("Usage: " + synopsis(command), out, look);
    out.println();
    List.of(command.usageMessage().description()).forEach(text -> wrap(text, out, look));
    Map<String, CommandLine> commands = command.subcommands();
    if (!commands.isEmpty()) {
      section("Commands:", out, look);
      TextTable table = TextTable.of(0, 0);
      commands.forEach((name, one) -> table.row("  " + name, summary(one.getCommandSpec())));
      table.print(out, look);
    }
    section("Options:", out, look);
    TextTable options = TextTable.of(0, 0);
    for (PositionalParamSpec argument : command.positionalParameters()) {
      options.row("  " + argument.paramLabel(), description(argument));
    }
    for (OptionSpec option : command.options()) {
      options.row("  " + label(option), description(option));
    }
    options.print(out, look);
    section("Examples:", out, look);
    List.of(command.usageMessage().footer()).forEach(line -> wrap(line, out, look));
  }

  private static void section(String heading, PrintStream out, Look look) {
    out.println();
    out.println(look.paint(Style.HEADING, heading));
  }

  /// Such as `cellwarden history [OPTIONS] [BATTERY]`.
  static String synopsis(CommandSpec command) {
    StringBuilder words = new StringBuilder(command.qualifiedName()).append(" [OPTIONS]");
    for (PositionalParamSpec argument : command.positionalParameters()) {
      String label = argument.paramLabel() + (argument.arity().max() > 1 ? "..." : "");
      words.append(' ').append(argument.required() ? label : "[" + label + "]");
    }
    return words.append(command.subcommands().isEmpty() ? "" : " COMMAND").toString();
  }

  /// Such as `-c, --config FILE`.
  static String label(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  /// The first sentence.
  static String summary(CommandSpec command) {
    return command.usageMessage().description()[0];
  }

  static String description(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString(true)));
  }

  private static void wrap(String line, PrintStream out, Look look) {
    if (line.length() <= look.width()) {
      out.println(line);
      return;
    }
    String words = line.strip();
    String indent = " ".repeat(line.indexOf(words));
    List<String> lines = Look.wrap(words.replaceAll(" +", " "), look.width() - indent.length() - 2);
    out.println(indent + lines.getFirst());
    lines.stream()
        .skip(1)
        .forEach(more -> out.println(indent + (indent.isEmpty() ? "" : "  ") + more));
  }
}
