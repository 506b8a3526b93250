package cellwarden.cli.console;

import cellwarden.render.table.Look;
import cellwarden.text.Printable;
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
/// @param screen the terminal that data go to, if they do
/// @param messages the terminal that messages go to, where a person sees what takes long
public record Console(
    InputStream in, PrintStream out, PrintStream err, Terminal screen, Terminal messages) {

  private static final int OUTPUT_BUFFER = 1 << 14;

  /// A standard stream of this process. The JDK says only of input and output together where they
  /// lead.
  public enum Stream {
    INPUT(0),
    OUTPUT(1),
    ERROR(2);

    private final Path link;

    Stream(int descriptor) {
      this.link = Path.of("/proc/self/fd/" + descriptor);
    }

    /// Whether a person sees at once what is written.
    public boolean isTerminal() {
      return target().matches("/dev/(pts/.*|tty.*|console)");
    }

    /// Whether another program reads it, and may stop doing so.
    public boolean isPipe() {
      return target().matches("(pipe|socket):\\[.*");
    }

    Terminal terminal() {
      return isTerminal() ? Terminal.of(link.toString(), System.getenv()) : Terminal.NONE;
    }

    private String target() {
      try {
        return Files.readSymbolicLink(link).toString();
      } catch (IOException | UnsupportedOperationException e) {
        // A system without /proc, where it leads nowhere that is known.
        return "";
      }
    }
  }

  /// The console of the process. UTF-8 whatever the locale says: a service without a locale would
  /// else garble `°C`.
  public static Console ofProcess() {
    return new Console(
        System.in,
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Stream.OUTPUT.terminal(),
        Stream.ERROR.terminal());
  }

  /// Whether a person is there who sees questions and answers them.
  public boolean isDialogue() {
    return screen.isThere() && (!isOfProcess() || Stream.INPUT.isTerminal());
  }

  /// Whether what is read comes from the standard input of this process.
  public boolean isOfProcess() {
    return in.equals(System.in);
  }

  /// Prints a line of data, or a message of what was asked for.
  public void print(String line) {
    out.println(line);
  }

  /// Says what goes wrong or on beside the data.
  ///
  /// What comes from outside in it, such as arguments, names and paths, makes no second line and
  /// does not steer the terminal.
  ///
  /// @param sentence with its full stop
  public void note(String sentence) {
    err.println("cellwarden: " + Printable.of(sentence));
  }

  /// Prints one JSON object as a line.
  ///
  /// @param json UTF-8 without a line break
  public void printJson(byte[] json) {
    out.writeBytes(json);
    out.println();
  }

  /// What a table can show.
  public Look look() {
    return new Look(screen.width(), screen.colours());
  }

  /// Where data go that may be longer than the screen. To be closed at their end.
  public PagedOutput paged() {
    return PagedOutput.of(out, screen, System.getenv());
  }

  /// Shows how far something is that takes long.
  public Progress progress() {
    return new Progress(err, messages);
  }
}
