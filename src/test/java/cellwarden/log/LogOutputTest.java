package cellwarden.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class LogOutputTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final LogOutput output =
      new LogOutput(
          () -> new PrintStream(written, true, StandardCharsets.UTF_8),
          new LineBudget(3, nanos::get));

  @Test
  void writesTimeLevelAndWords() {
    log("{}: {} of {}", "one", 2, 3);

    assertThat(lines().getFirst())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) WARN one: 2 of 3");
  }

  /// What a broker gives as a reason.
  @Test
  void letsNobodyForgeALineOrSteerTheTerminal() {
    log(
        "broker: {}",
        "\u001b[2Jx\r\n2026-01-01T00:00:00Z ERROR one: cell 3 is on fire\u0007\u009b1m");

    assertThat(lines()).hasSize(1);
    assertThat(lines().getFirst())
        .endsWith(
            " WARN broker: \\x1b[2Jx\\r\\n2026-01-01T00:00:00Z ERROR one: cell 3 is on"
                + " fire\\x07\\x9b1m");
  }

  @Test
  void cutsWhatIsTooLong() {
    log("broker: {}", "x".repeat(65_000));

    assertThat(lines().getFirst()).hasSizeLessThan(2100).endsWith("xxx …");
  }

  @Test
  void writesAStackTraceWithMessagesOfOneLine() {
    IllegalStateException bug =
        new IllegalStateException("a\nb", new IllegalArgumentException("\u001b[31m"));
    bug.addSuppressed(new IllegalStateException("c\rd"));
    output.write(Level.ERROR, "x", "a bug", null, bug);

    assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: a\\nb");
    assertThat(lines().get(2)).startsWith("\tat cellwarden.log.LogOutputTest.");
    assertThat(lines())
        .contains(
            "Suppressed: java.lang.IllegalStateException: c\\rd",
            "Caused by: java.lang.IllegalArgumentException: \\x1b[31m");
  }

  @Test
  void endsAStackTraceThatCausesItself() {
    IllegalStateException first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));
    output.write(Level.ERROR, "x", "a bug", null, first);

    assertThat(lines()).filteredOn(line -> line.contains("first")).hasSize(2);
  }

  @Test
  void boundsTheLinesOfOneKindAndSaysHowManyAreLeftOut() {
    for (int i = 0; i < 10; i++) {
      log("{}: broken {}", "one", i);
    }
    log("{}: broken {}", "two", 0);
    assertThat(messages())
        .containsExactly(
            "one: broken 0",
            "one: broken 1",
            "one: broken 2 (often; more lines like this one are left out for 60 minutes)",
            "two: broken 0");

    nanos.addAndGet(Duration.ofHours(1).toNanos());
    log("{}: broken {}", "one", 10);
    assertThat(messages().subList(4, 6))
        .containsExactly(
            "left out in the hour before, lines like the next one: 7", "one: broken 10");
  }

  @Test
  void boundsTheLinesOfAllKinds() {
    for (int i = 0; i < 100_000; i++) {
      log("kind " + i);
    }

    assertThat(lines()).hasSizeBetween(1000, 3000);
    assertThat(lines().getLast()).contains("left out");
  }

  @Test
  void leavesNothingOutForWhoAsksForDetails() {
    for (int i = 0; i < 100; i++) {
      output.write(Level.DEBUG, "x", "detail", null, null);
    }

    assertThat(lines()).hasSize(100);
  }

  private void log(String pattern, Object... arguments) {
    output.write(Level.WARN, "x", pattern, arguments, null);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> messages() {
    return lines().stream().map(line -> line.substring(line.indexOf(" WARN ") + 6)).toList();
  }
}
