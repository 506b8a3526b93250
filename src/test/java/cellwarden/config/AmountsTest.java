package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0s,PT0S",
    "500ms,PT0.5S",
    "10s,PT10S",
    "90s,PT90S",
    "5m,PT5M",
    "36h,PT36H",
    "7d,PT168H",
    "2w,PT336H",
    "1m30s,PT1M30S",
    "1h500ms,PT1H0.5S",
    "1w1d1h1m1s1ms,PT193H1M1.001S"
  })
  void readsDurations(String text, Duration duration) throws ValueException {
    assertThat(Amounts.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 s", "30m1h", "1m1m", "1S", "9999999999s"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Amounts.duration(text))
        .isInstanceOf(ValueException.class)
        .hasMessage(
            "expected a duration such as 500ms, 10s, 1m30s, 1h, 1d or 2w, found \"" + text + "\"");
  }

  @Test
  void missingUnitIsExplained() {
    assertThatThrownBy(() -> Amounts.duration("30"))
        .hasMessage("30 has no unit; write 30s for seconds");
  }

  @ParameterizedTest
  @CsvSource({"0kB,0", "500kB,500000", "64MB,64000000", "1GB,1000000000", "1500MB,1500000000"})
  void sizesMakeRoundTrips(String text, long bytes) throws ValueException {
    assertThat(Amounts.bytes(text)).isEqualTo(bytes);
    assertThat(Amounts.format(bytes)).isEqualTo(text);
  }

  @Test
  void sizesAreFormattedInWholeKilobytes() throws ValueException {
    assertThat(Amounts.format(999)).isEqualTo("0kB");
    assertThat(Amounts.format(1_000_999)).isEqualTo("1000kB");
    assertThat(Amounts.bytes("1KB")).isEqualTo(1000);
    assertThatThrownBy(() -> Amounts.bytes("64"))
        .hasMessage("expected a size such as 500kB, 64MB or 1GB, found \"64\"");
  }
}
