package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0s,PT0S",
    "500ms,PT0.5S",
    "10s,PT10S",
    "90s,PT90S",
    "5m,PT5M",
    "36h,PT36H",
    "7d,PT168H"
  })
  void roundTrips(String text, Duration duration) throws ValueException {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 s", "1h30m", "1S", "9999999999s"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(ValueException.class)
        .hasMessage("expected a duration such as 500ms, 10s, 5m, 1h or 1d, found \"" + text + "\"");
  }

  @Test
  void missingUnitIsExplained() {
    assertThatThrownBy(() -> Durations.parse("30"))
        .hasMessage("30 has no unit; write 30s for seconds");
  }
}
