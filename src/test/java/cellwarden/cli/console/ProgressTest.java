package cellwarden.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private static final String READING = "reading sim:4s (attempt 1 of 3) ...";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void replacesItsLineAndLeavesNothing() {
    try (Progress progress = new Progress(err(), Terminal.of(80, 24, false))) {
      progress.show("long");
      progress.show("it");
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("long\r    \rit\r  \r");
  }

  @Test
  void staysInOneLineOfANarrowTerminal() {
    try (Progress progress = new Progress(err(), Terminal.of(40, 24, false))) {
      progress.show("x".repeat(60));
      progress.read(30_000_000, 60_000_000);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8).split("\r", -1))
        .contains("x".repeat(39))
        .allMatch(line -> line.length() < 40);
  }

  @Test
  void showsNothingWhereNobodyWatches() {
    try (Progress progress = new Progress(err(), Terminal.NONE)) {
      progress.show("long");
    }
    assertThat(shown.size()).isZero();
  }

  @Test
  void readSaysWhatItDoesUntilItIsDone() {
    Cli.Result result = Cli.runWatched("read", "sim:4s");
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEqualTo(READING + "\r" + " ".repeat(READING.length()) + "\r");
    assertThat(result.out()).startsWith("Voltage ").doesNotContain("\r");
  }

  @Test
  void readSaysNothingWhereNobodyWatches() {
    assertThat(Cli.run("read", "sim:4s").err()).isEmpty();
  }

  private PrintStream err() {
    return new PrintStream(shown, true, StandardCharsets.UTF_8);
  }
}
