package cellwarden.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is logged while this is open, instead of on standard error.
///
/// The build runs tests with a logger that looks standard error up each time.
public final class CapturedLog implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  private CapturedLog() {}

  public static CapturedLog start() {
    CapturedLog log = new CapturedLog();
    System.setErr(new PrintStream(log.logged, true, StandardCharsets.UTF_8));
    return log;
  }

  /// All of it, stack traces included.
  public String text() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  /// The messages of this level, such as `WARN`, in order.
  public List<String> messages(String level) {
    String mark = " " + level + " ";
    return text()
        .lines()
        .filter(line -> line.contains(mark))
        .map(line -> line.substring(line.indexOf(mark) + mark.length()))
        .toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
