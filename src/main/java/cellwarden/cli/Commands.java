package cellwarden.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// The tree of all commands.
final class Commands {

  /// Wide enough for the longest example, so that each can be copied as one line.
  private static final int HELP_WIDTH = 110;

  private Commands() {}

  static CommandLine all(Console console) {
    CommandLine root = new CommandLine(new RootCommand());
    root.getCommandSpec().version("cellwarden " + Main.version());
    root.addSubcommand("demo", new DemoCommand(console))
        .addSubcommand("run", new RunCommand(console))
        .addSubcommand("read", new ReadCommand(console))
        .addSubcommand("frame", frame(console))
        .addSubcommand("history", new HistoryCommand(console))
        .addSubcommand("journal", journal(console))
        .addSubcommand("simulate", new SimulateCommand(console))
        .addSubcommand("config", config(console));
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

  private static CommandLine frame(Console console) {
    CommandLine encode =
        new CommandLine(new FrameEncodeCommand())
            .addSubcommand("read", new FrameEncodeReadCommand(console))
            .addSubcommand("write", new FrameEncodeWriteCommand(console))
            .addSubcommand("module", new FrameEncodeModuleCommand(console));
    return new CommandLine(new FrameCommand())
        .addSubcommand("decode", new FrameDecodeCommand(console))
        .addSubcommand("encode", encode);
  }

  private static CommandLine journal(Console console) {
    return new CommandLine(new JournalCommand())
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
