package cellwarden.cli;

import java.io.PrintStream;

/// One line that says what is going on, as long as it goes on; nothing where nobody watches.
public final class Progress implements AutoCloseable {

  private final PrintStream err;
  private final boolean watched;
  private String shown = "";

  /// @param watched whether `err` is a terminal
  Progress(PrintStream err, boolean watched) {
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

  @Override
  public void close() {
    clear();
  }
}
