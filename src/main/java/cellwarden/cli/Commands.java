package cellwarden.cli;

import cellwarden.app.Version;
import cellwarden.app.Wiring;
import cellwarden.cli.ask.AskCommand;
import cellwarden.cli.capture.CaptureCommand;
import cellwarden.cli.config.ConfigCommand;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.ErrorReport;
import cellwarden.cli.console.OptionTypes;
import cellwarden.cli.doctor.DoctorCommand;
import cellwarden.cli.frame.FrameCommand;
import cellwarden.cli.history.HistoryCommand;
import cellwarden.cli.ingest.IngestCommand;
import cellwarden.cli.journal.JournalCommand;
import cellwarden.cli.read.ReadCommand;
import cellwarden.cli.scan.ScanCommand;
import cellwarden.cli.setup.SetupCommand;
import cellwarden.cli.simulate.SimulateCommand;
import cellwarden.cli.soak.SoakCommand;
import cellwarden.cli.watch.WatchCommand;
import cellwarden.transport.ble.Bluetooth;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/// The tree of all commands.
public final class Commands {

  private static final Set<String> OTHERS = Set.of("--version", TrainCommand.NAME);
  private static final String HELP = "help";

  private Commands() {}

  /// `cellwarden` itself, which only holds the commands.
  @Command(
      name = "cellwarden",
      description =
          "Reads JBD battery management systems, journals each reading and publishes it to MQTT.",
      synopsisSubcommandLabel = "COMMAND",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden demo                         see it work with a simulated battery",
        "  cellwarden scan                         find batteries nearby (Bluetooth)",
        "  cellwarden read ble:A4:C1:38:00:11:22   read a battery once",
        "  cellwarden doctor                       find out why a battery is silent",
        "  sudo cellwarden setup                   begin: batteries, broker, service",
        "  cellwarden run                          run the service",
        "  cellwarden history                      see what was",
        "",
        "'cellwarden help COMMAND' says more.",
      })
  private static final class Root {}

  /// All commands.
  public static CommandLine all(Console console) {
    return all(console, Wiring::bluetooth);
  }

  /// All commands.
  ///
  /// @param radio the Bluetooth of a command that needs one, which then closes it
  static CommandLine all(Console console, Supplier<Bluetooth> radio) {
    return of(console, radio, "");
  }

  /// What this command line needs: only the command that it begins with, since to prepare all of
  /// them takes longer than many a command; none for the version; all of them where it begins with
  /// none of these.
  static CommandLine of(Console console, Supplier<Bluetooth> radio, String first) {
    CommandLine root = new CommandLine(new Root());
    root.getCommandSpec()
        .version("cellwarden " + Version.text())
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version and exit.")
                .build());
    Map<String, Supplier<Object>> commands = commands(console, radio);
    commands.forEach((name, command) -> {
      if (name.equals(first)
          || HELP.equals(first)
          || !(commands.containsKey(first) || OTHERS.contains(first))) {
        root.addSubcommand(name, command.get());
      }
    });
    if (first.equals(TrainCommand.NAME)) {
      // Not for people, so in no help. The command that follows has options of its own.
      root.addSubcommand(new CommandLine(new TrainCommand(Path.of(""))).setStopAtPositional(true));
    }
    addHelp(root);
    OptionTypes.register(root);
    ErrorReport errors = new ErrorReport(console);
    return root.setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setExpandAtFiles(false)
        .setExecutionStrategy(new HelpScreen(console))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /// In the order of the help.
  private static Map<String, Supplier<Object>> commands(
      Console console, Supplier<Bluetooth> radio) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new DemoCommand(console));
    commands.put("setup", () -> new SetupCommand(console, radio));
    commands.put("run", () -> new RunCommand(console, radio));
    commands.put("read", () -> new ReadCommand(console, radio));
    commands.put("watch", () -> new WatchCommand(console, radio));
    commands.put("scan", () -> new ScanCommand(console, radio));
    commands.put("doctor", () -> new DoctorCommand(console, radio));
    commands.put("capture", () -> new CaptureCommand(console, radio));
    commands.put("soak", () -> new SoakCommand(console, radio));
    commands.put("frame", () -> FrameCommand.of(console));
    commands.put("ask", () -> new AskCommand(console));
    commands.put("history", () -> new HistoryCommand(console));
    commands.put("journal", () -> new JournalCommand(console));
    commands.put("simulate", () -> new SimulateCommand(console));
    commands.put("config", () -> new ConfigCommand(console));
    commands.put("ingest", () -> new IngestCommand(console));
    commands.put(HELP, () -> new HelpCommand(console));
    return commands;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
    command.getSubcommands().values().forEach(Commands::addHelp);
  }
}
