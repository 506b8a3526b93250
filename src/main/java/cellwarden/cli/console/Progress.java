package cellwarden.cli.console;

import cellwarden.history.HistoryWatcher;
import java.io.PrintStream;
import java.util.Locale;

/// One line that says what is going on, as long as it goes on; nothing where nobody watches.
public final class Progress implements HistoryWatcher, AutoCloseable {

  private static final int BAR_WIDTH = 30;
  private static final int ROOM_BESIDE_BAR = 40;
  private static final double MEGA = 1e6;

  /// Less than this is read at once.
  private static final long WORTH_A_BAR = 20_000_000;

  private final PrintStream err;
  private final Terminal terminal;
  private boolean watched;
  private String shown = "";

  /// @param terminal that `err` leads to, if it does
  public Progress(PrintStream err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
    this.watched = terminal.isThere();
  }

  /// Shows this instead of what was shown before.
  ///
  /// @param words cut where the line ends
  public void show(String words) {
    if (!watched) {
      return;
    }
    int room = Math.max(1, terminal.width() - 1);
    String text = words.length() <= room ? words : words.substring(0, room);
    if (!text.equals(shown)) {
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
      int bar = Math.clamp(terminal.width() - ROOM_BESIDE_BAR, 0, BAR_WIDTH);
      int full = (int) (bar * bytes / of);
      show(
          String.format(
              Locale.ROOT,
              "reading the journal [%s%s] %d of %d MB",
              "#".repeat(full),
              "-".repeat(bar - full),
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
