package cellwarden.cli;

import java.util.Locale;

/// The entry point of the program.
public final class Main {

  private Main() {}

  /// Runs one command and exits with its status.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    // Some locales have digits of their own, which no script could read.
    Locale.setDefault(Locale.ROOT);
    System.exit(run(Console.ofProcess(), args));
  }

  /// Runs one command.
  ///
  /// @return the exit status: 0 fine, 1 something outside did not do its part, 2 wrong usage
  static int run(Console console, String... args) {
    int status = Commands.of(console, args.length == 0 ? "" : args[0]).execute(args);
    boolean outputLost = console.out().checkError();
    // A reader that has seen enough, as in `| head`, is no failure; a file that cannot take more
    // is.
    if (!outputLost || status != ExitStatus.OK || Descriptor.STANDARD_OUTPUT.isPipe()) {
      return status;
    }
    console.err().println("cellwarden: standard output could not be written; is the disk full?");
    return ExitStatus.FAILURE;
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
