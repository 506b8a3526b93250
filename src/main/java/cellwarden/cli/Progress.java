package cellwarden.cli;

import java.io.PrintStream;

/// One line that says what is going on, as long as it goes on; nothing where nobody watches.
final class Progress implements AutoCloseable {

  private final PrintStream err;
  private final boolean watched;
  private int width;

  /// @param watched whether `err` is a terminal
  Progress(PrintStream err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  /// Shows this instead of what was shown before.
  ///
  /// @param text short, so that it stays in one line
  void show(String text) {
    if (watched) {
      clear();
      err.print(text);
      err.flush();
      width = text.length();
    }
  }

  /// Makes the line free for a message.
  void clear() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      width = 0;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
