package cellwarden.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The entry point of the program.
public final class Main {

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

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
    int status = Commands.all(console).execute(args);
    boolean outputLost = console.out().checkError();
    if (!outputLost || status != ExitStatus.OK || readerMayLeave()) {
      return status;
    }
    console.err().println("cellwarden: standard output could not be written; is the disk full?");
    return ExitStatus.FAILURE;
  }

  /// A reader that has seen enough, as in `| head`, is no failure; a file that cannot take more is.
  private static boolean readerMayLeave() {
    try {
      return Files.readSymbolicLink(STANDARD_OUTPUT).toString().matches(".*(pipe|socket):\\[.*");
    } catch (IOException | UnsupportedOperationException noProc) {
      return false;
    }
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
