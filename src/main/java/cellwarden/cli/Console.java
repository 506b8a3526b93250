package cellwarden.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command reads and writes; all text is UTF-8.
///
/// @param in standard input
/// @param out data; may be buffered, so a command that shows something while it runs flushes
/// @param err messages
/// @param watched whether messages go to a terminal, where a person sees what takes long
public record Console(InputStream in, PrintStream out, PrintStream err, boolean watched) {

  private static final int OUTPUT_BUFFER = 1 << 14;
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  /// A console whose messages go to a file or a program.
  public Console(InputStream in, PrintStream out, PrintStream err) {
    this(in, out, err, false);
  }

  /// The console of the process. UTF-8 whatever the locale says: a service without a locale would
  /// else garble `°C`.
  static Console ofProcess() {
    return new Console(
        System.in,
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal(STANDARD_ERROR));
  }

  /// The console of the JDK knows only whether input and output are terminals.
  private static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException noProc) {
      return false;
    }
  }

  /// Shows how far something is that takes long.
  Progress progress() {
    return new Progress(err, watched);
  }
}
