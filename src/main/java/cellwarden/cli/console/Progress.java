package cellwarden.cli.console;

import cellwarden.history.HistoryWatcher;
import java.io.PrintStream;
import java.util.Locale;

/// One line that says what is going on, as long as it goes on; nothing where nobody watches.
public final class Progress implements HistoryWatcher, AutoCloseable {

  private static final int BAR_WIDTH = 30;
  private static final double MEGA = 1e6;

  /// Less than this is read at once.
  private static final long WORTH_A_BAR = 20_000_000;

  private final PrintStream err;
  private boolean watched;
  private String shown = "";

  /// @param watched whether `err` is a terminal
  public Progress(PrintStream err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  /// Shows this instead of what was shown before.
  ///
  /// @param text short, so that it stays in one line
  public void show(String text) {
    if (watched && !text.equals(shown)) {
      clear();
      err.print(text);
      err.flush();
      shown = text;
    }
  }

  /// Makes the line free for a message.
  public void clear() {
    if (!shown.isEmpty()) {
      err.print("\r" + " ".repeat(shown.length()) + "\r");
      err.flush();
      shown = "";
    }
  }

  /// A bar that says how much of the journal was read, where it takes long enough to be seen.
  @Override
  public void read(long bytes, long of) {
    if (of >= WORTH_A_BAR) {
      int full = (int) (BAR_WIDTH * bytes / of);
      show(
          String.format(
              Locale.ROOT,
              "reading the journal [%s%s] %d of %d MB",
              "#".repeat(full),
              "-".repeat(BAR_WIDTH - full),
              Math.round(bytes / MEGA),
              Math.round(of / MEGA)));
    }
  }

  @Override
  public void note(String text) {
    clear();
    err.println("cellwarden: " + text + ".");
  }

  /// The terminal belongs to the data from now on.
  @Override
  public void close() {
    clear();
    watched = false;
  }
}
