package cellwarden.cli;

import cellwarden.app.Wiring;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.transport.ble.Bluetooth;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/// The entry point of the program.
public final class Main {

  private static final Set<String> ONE_SHOT = Set.of("read", "scan");
  private static final Set<String> NAMES_FILE = Set.of("-c", "--config");
  private static final String LOG_LEVEL = "cellwarden.log";

  private Main() {}

  /// Runs one command and exits with its status.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    // Some locales have digits of their own, which no script could read.
    Locale.setDefault(Locale.ROOT);
    quieten(args);
    Thread.setDefaultUncaughtExceptionHandler(Main::logEnd);
    System.exit(run(Console.ofProcess(), args));
  }

  /// Who asks for one reading has it before the eyes, and needs no log beside it, and where the
  /// whole screen is drawn it would stand in the middle; unless the options of Java ask for one.
  private static void quieten(String[] args) {
    if (args.length > 0 && System.getProperty(LOG_LEVEL) == null) {
      if (ONE_SHOT.contains(args[0])) {
        System.setProperty(LOG_LEVEL, "warn");
      } else if (args[0].equals("watch")) {
        System.setProperty(LOG_LEVEL, "off");
      }
    }
  }

  /// A thread of a library, since those of the program have somebody to look after them.
  private static void logEnd(Thread thread, Throwable trouble) {
    LoggerFactory.getLogger(Main.class)
        .error("thread {} has ended by what follows; please report it", thread.getName(), trouble);
  }

  /// Runs one command.
  ///
  /// @return the exit status: 0 fine, 1 something outside did not do its part, 2 wrong usage
  static int run(Console console, String... args) {
    return run(console, Wiring::bluetooth, args);
  }

  /// The configuration of `run` where that is said in the usual way: then the library that reads
  /// command lines is not loaded, which takes a fifth of the start and memory for as long as it
  /// runs.
  private static Optional<ConfigurationOption> plainRun(String... args) {
    if (args.length == 0 || !args[0].equals("run")) {
      return Optional.empty();
    }
    if (args.length == 1) {
      return Optional.of(new ConfigurationOption());
    }
    return args.length == 3 && NAMES_FILE.contains(args[1]) && !args[2].startsWith("-")
        ? Optional.of(ConfigurationOption.naming(Path.of(args[2])))
        : Optional.empty();
  }

  /// Runs one command.
  ///
  /// @param radio the Bluetooth of a command that needs one
  static int run(Console console, Supplier<Bluetooth> radio, String... args) {
    int status =
        plainRun(args)
            .map(configuration -> RunCommand.run(console, radio, configuration))
            .orElseGet(
                () -> Commands.of(console, radio, args.length == 0 ? "" : args[0]).execute(args));
    boolean outputLost = console.out().checkError();
    // A reader that has seen enough, as in `| head`, is no failure; a file that cannot take more
    // is.
    if (!outputLost || status != ExitCode.OK || Console.Stream.OUTPUT.isPipe()) {
      return status;
    }
    console.note("standard output could not be written; is the disk full?");
    return CommandException.FAILURE;
  }
}
