package cellwarden.cli;

import cellwarden.app.Version;
import cellwarden.app.Wiring;
import cellwarden.cli.frame.FrameCommand;
import cellwarden.cli.history.HistoryCommand;
import cellwarden.cli.history.JournalReindexCommand;
import cellwarden.cli.simulate.SimulateCommand;
import cellwarden.transport.ble.Bluetooth;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// The tree of all commands.
final class Commands {

  /// Wide enough for the longest example, so that each can be copied as one line.
  private static final int HELP_WIDTH = 110;

  private Commands() {}

  static CommandLine all(Console console) {
    return all(console, Wiring::bluetooth);
  }

  /// All commands.
  ///
  /// @param radio the Bluetooth of a command that needs one, which then closes it
  static CommandLine all(Console console, Supplier<Bluetooth> radio) {
    return of(console, radio, "");
  }

  /// What this command line needs: only the command that it begins with, since to prepare all of
  /// them takes longer than many a command; all of them where it begins with none.
  static CommandLine of(Console console, Supplier<Bluetooth> radio, String first) {
    CommandLine root = new CommandLine(new RootCommand());
    root.getCommandSpec().version("cellwarden " + Version.text());
    Map<String, Supplier<Object>> commands = commands(console, radio);
    commands.forEach((name, command) -> {
      if (name.equals(first) || !commands.containsKey(first)) {
        root.addSubcommand(name, command.get());
      }
    });
    addHelp(root);
    ErrorReport errors = new ErrorReport(console);
    return root.setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /// In the order of the help.
  private static Map<String, Supplier<Object>> commands(
      Console console, Supplier<Bluetooth> radio) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new DemoCommand(console));
    commands.put("run", () -> new RunCommand(console, radio));
    commands.put("read", () -> new ReadCommand(console, radio));
    commands.put("scan", () -> new ScanCommand(console, radio));
    commands.put("frame", () -> FrameCommand.of(console));
    commands.put("history", () -> new HistoryCommand(console));
    commands.put("journal", () -> journal(console));
    commands.put("simulate", () -> new SimulateCommand(console));
    commands.put("config", () -> config(console));
    return commands;
  }

  private static CommandLine journal(Console console) {
    return new CommandLine(new JournalCommand())
        .addSubcommand("verify", new JournalVerifyCommand(console))
        .addSubcommand("reindex", new JournalReindexCommand(console));
  }

  private static CommandLine config(Console console) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand("check", new ConfigCheckCommand(console))
        .addSubcommand("init", new ConfigInitCommand(console))
        .addSubcommand("schema", new ConfigSchemaCommand(console));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
    command.getSubcommands().values().forEach(Commands::addHelp);
  }
}
