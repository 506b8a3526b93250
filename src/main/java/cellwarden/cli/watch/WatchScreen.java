package cellwarden.cli.watch;

import cellwarden.cli.console.CommandException;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/// The whole terminal, which is given back as it was. The library of the terminal stays here. For
/// one thread.
final class WatchScreen implements AutoCloseable {

  /// A key that sends several characters sends them at once.
  private static final long TOGETHER_MILLIS = 30;

  private static final int LONGEST_KEY = 16;

  private static final Optional<WatchKey> QUIT = Optional.of(new WatchKey(WatchKey.What.QUIT, 0));

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private volatile boolean isToStop;
  private volatile boolean isBack = true;
  private volatile boolean isResized = true;
  private Size size = Size.of(80, 24);

  private WatchScreen(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, true);
  }

  /// Takes the terminal of this process.
  ///
  /// @param onSignal Ctrl-C, SIGTERM and the end of the terminal, from any thread
  static WatchScreen open(Runnable onSignal) {
    // The library ends the terminal in a shutdown, beside whoever still draws: there is none.
    Object _ = Signals.register("TERM", onSignal);
    Object _ = Signals.register("HUP", onSignal);
    WatchScreen[] screen = new WatchScreen[1];
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(false)
              // Sizes and modes by stty: no native code, nothing unpacked to a folder.
              .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
              // Some terminals print the question.
              .graphemeCluster(false)
              .encoding(StandardCharsets.UTF_8)
              .nativeSignals(true)
              .signalHandler(signal -> {
                if (signal == Terminal.Signal.INT) {
                  onSignal.run();
                } else if (screen[0] != null) {
                  screen[0].note(signal);
                }
              })
              .build();
      if (terminal.getStringCapability(Capability.cursor_address) == null) {
        terminal.close();
        throw new IOException(terminal.getType() + " has no cursor that can be moved");
      }
      screen[0] = new WatchScreen(terminal);
    } catch (IOException | IllegalStateException e) {
      throw CommandException.usage(
          "this terminal cannot be drawn on (" + e.getMessage() + "); set TERM to what it is");
    }
    return screen[0];
  }

  private void note(Terminal.Signal signal) {
    switch (signal) {
      case TSTP -> isToStop = true;
      case CONT -> isBack = true;
      case WINCH -> isResized = true;
      case INT, QUIT, INFO -> {}
    }
  }

  int width() {
    return size.getColumns();
  }

  int height() {
    return size.getRows();
  }

  /// Does what signals asked for since the last time: stops, goes on, takes another size. To be
  /// called before each drawing.
  void obey() throws IOException, InterruptedException {
    try {
      if (isToStop) {
        isToStop = false;
        giveBack();
        stop();
        isBack = true;
      }
      if (isBack) {
        // The shell set the terminal as it likes it, also where it was not given back before.
        isBack = false;
        take();
      }
      if (isResized) {
        measure();
      }
    } catch (IOError e) {
      // It is gone, which the next key says.
    }
  }

  private void take() {
    Attributes _ = terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    isResized = true;
  }

  private void measure() {
    isResized = false;
    Size now = terminal.getSize();
    // A terminal that does not know says 0.
    size =
        now.getColumns() > 0 && now.getRows() > 0
            ? Size.of(now.getColumns(), now.getRows())
            : Size.of(80, 24);
    display.clear();
    display.resize(size);
  }

  /// Stops all of this command, as Ctrl-Z does; goes on at once where no shell could let it go on.
  private static void stop() throws IOException, InterruptedException {
    Object own = Signals.registerDefault("TSTP");
    int _ = new ProcessBuilder("sh", "-c", "kill -TSTP 0").inheritIO().start().waitFor();
    Signals.unregister("TSTP", own);
  }

  private void giveBack() {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }

  /// Shows these lines, of which only the changes are sent.
  void draw(List<String> lines) {
    display.update(
        lines.stream()
            .map(line -> AttributedString.fromAnsi(line).columnSubSequence(0, size.getColumns()))
            .toList(),
        0);
    terminal.flush();
  }

  /// Waits a moment for a key.
  ///
  /// @return empty where there was none, or the terminal is gone, which is a key to quit
  Optional<WatchKey> key(long millis) {
    try {
      int first = terminal.reader().read(millis);
      if (first == -1) {
        return QUIT;
      }
      StringBuilder sent = new StringBuilder();
      for (int next = first; next >= 0 && sent.length() < LONGEST_KEY; ) {
        sent.append((char) next);
        next = sent.charAt(0) == '\u001b' ? terminal.reader().read(TOGETHER_MILLIS) : -2;
      }
      return WatchKey.of(sent.toString());
    } catch (IOException e) {
      return QUIT;
    }
  }

  @Override
  public void close() {
    try {
      giveBack();
      terminal.close();
    } catch (IOException | IOError e) {
      // It is gone.
    }
  }
}
