package cellwarden.cli.history;

import cellwarden.cli.Console;
import cellwarden.cli.Progress;
import cellwarden.history.HistoryWatcher;
import java.util.Locale;

/// A bar that says how much of the journal was read, where it takes long enough to be seen.
final class ReadingProgress implements HistoryWatcher {

  private static final int WIDTH = 30;
  private static final double MEGA = 1e6;

  /// Less than this is over at once.
  private static final long WORTH_A_BAR = 20_000_000;

  private final Console console;
  private final Progress progress;
  private boolean over;

  ReadingProgress(Console console, Progress progress) {
    this.console = console;
    this.progress = progress;
  }

  @Override
  public void read(long bytes, long of) {
    if (of >= WORTH_A_BAR && !over) {
      int full = (int) (WIDTH * bytes / of);
      progress.show(
          String.format(
              Locale.ROOT,
              "reading the journal [%s%s] %d of %d MB",
              "#".repeat(full),
              "-".repeat(WIDTH - full),
              Math.round(bytes / MEGA),
              Math.round(of / MEGA)));
    }
  }

  /// The line belongs to somebody else from now on.
  void end() {
    over = true;
    progress.clear();
  }

  @Override
  public void note(String text) {
    progress.clear();
    console.err().println("cellwarden: " + text + ".");
  }
}
