package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--interval, 0s, --interval is 100ms to 1d.",
    "--interval, 999999999d, --interval is 100ms to 1d.",
    "--seconds, 0, --seconds is at least 1.",
    "--seconds, -3, --seconds is at least 1.",
  })
  void refusesTimesInWhichNothingCanHappen(String option, String value, String sentence) {
    Cli.Result result = Cli.run("demo", option, value);
    assertThat(result).isEqualTo(new Cli.Result(2, "", "cellwarden: " + sentence + "\n"));
  }
}
