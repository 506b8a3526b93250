package cellwarden.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Output that a pager shows as soon as it is longer than the screen.
public final class PagedOutput extends OutputStream {

  private static final String USUAL = "less -FRX";

  private final PrintStream out;
  private final int height;
  private final String pager;
  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private int lines;
  private boolean left;
  private @Nullable Process process;
  private @Nullable OutputStream sink;

  /// @param height lines that fit; 0 for no pager
  private PagedOutput(PrintStream out, int height, String pager) {
    this.out = out;
    this.height = height;
    this.pager = pager;
    this.sink = height > 0 ? null : out;
  }

  /// @param env `PAGER` says which; an empty one, or `cat`, is none
  static PagedOutput of(PrintStream out, Terminal screen, Map<String, String> env) {
    String pager = env.getOrDefault("PAGER", USUAL).strip();
    boolean pages = screen.isThere() && !pager.isEmpty() && !pager.equals("cat");
    return new PagedOutput(out, pages ? screen.height() : 0, pager);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (sink != null) {
      try {
        sink.write(bytes, from, length);
      } catch (IOException e) {
        left = process != null;
        throw e;
      }
      return;
    }
    first.write(bytes, from, length);
    for (int i = from; i < from + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    if (lines >= height) {
      sink = open();
      write(first.toByteArray(), 0, first.size());
    }
  }

  private OutputStream open() {
    out.flush();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(pager.split(" +", -1))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putIfAbsent("LESS", "FRX");
      Process started = builder.start();
      process = started;
      // Ctrl-C is for the pager, too, which goes on: the shell may not come back before it.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(started)));
      return started.getOutputStream();
    } catch (IOException e) {
      // It is not installed.
      return out;
    }
  }

  private static void await(Process pager) {
    try {
      pager.getOutputStream().close();
    } catch (IOException e) {
      // It has ended, or was closed before.
    }
    try {
      pager.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the pager was left before the end, since its user had seen enough.
  public boolean isLeft() {
    return left;
  }

  /// Waits until the pager is left.
  @Override
  public void close() throws IOException {
    if (process != null) {
      await(process);
    } else if (sink == null) {
      first.writeTo(out);
      sink = out;
    }
    out.flush();
  }
}
