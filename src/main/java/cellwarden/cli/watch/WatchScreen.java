package cellwarden.cli.watch;

import cellwarden.cli.console.CommandException;
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

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private volatile boolean isResized = true;
  private Size size = Size.of(0, 0);

  private WatchScreen(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
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
                switch (signal) {
                  case INT -> onSignal.run();
                  case WINCH, CONT -> {
                    if (screen[0] != null) {
                      screen[0].isResized = true;
                    }
                  }
                  default -> {}
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
    screen[0].terminal.puts(Capability.enter_ca_mode);
    screen[0].terminal.puts(Capability.cursor_invisible);
    screen[0].terminal.flush();
    return screen[0];
  }

  int width() {
    measure();
    return size.getColumns();
  }

  int height() {
    measure();
    return size.getRows();
  }

  private void measure() {
    if (isResized) {
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
  Optional<WatchKey> key(long millis) throws IOException {
    int first = terminal.reader().read(millis);
    if (first == -1) {
      return Optional.of(new WatchKey(WatchKey.What.QUIT, 0));
    }
    StringBuilder sent = new StringBuilder();
    for (int next = first; next >= 0 && sent.length() < LONGEST_KEY; ) {
      sent.append((char) next);
      next = sent.charAt(0) == '\u001b' ? terminal.reader().read(TOGETHER_MILLIS) : -2;
    }
    return WatchKey.of(sent.toString());
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
