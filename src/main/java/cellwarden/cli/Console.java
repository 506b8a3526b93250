package cellwarden.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes; all text is UTF-8.
///
/// @param in standard input
/// @param out data; may be buffered, so a command that shows something while it runs flushes
/// @param err messages
/// @param watched whether messages go to a terminal, where a person sees what takes long
public record Console(InputStream in, PrintStream out, PrintStream err, boolean watched) {

  private static final int OUTPUT_BUFFER = 1 << 14;

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
        Descriptor.STANDARD_ERROR.isTerminal());
  }

  /// Shows how far something is that takes long.
  public Progress progress() {
    return new Progress(err, watched);
  }
}
