package cellwarden.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.config.ValueException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionTypesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// An hour after midnight in Berlin, on the day on which the clocks are set back at three.
  private static final Instant NOW = Instant.parse("2026-10-24T23:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-10-24T23:00:00Z",
    "today, 2026-10-24T22:00:00Z",
    "yesterday, 2026-10-23T22:00:00Z",
    "2026, 2025-12-31T23:00:00Z",
    "2026-06, 2026-05-31T22:00:00Z",
    "2026-06-01, 2026-05-31T22:00:00Z",
    "2026-06-01T12:00, 2026-06-01T10:00:00Z",
    "2026-06-01 12:00:30.5, 2026-06-01T10:00:30.5Z",
    "2026-06-01T12:00Z, 2026-06-01T12:00:00Z",
    "2026-06-01T12:00+05:30, 2026-06-01T06:30:00Z",
    "7d, 2026-10-17T23:00:00Z",
    "2w, 2026-10-10T23:00:00Z",
    "1m30s, 2026-10-24T22:58:30Z",
    // By the calendar: an hour after local midnight in both.
    "1mo, 2026-09-24T23:00:00Z",
    "1y, 2025-10-24T23:00:00Z",
    "11mo, 2025-11-25T00:00:00Z",
  })
  void readsMoments(String text, Instant moment) throws ValueException {
    assertThat(OptionTypes.moment(text, NOW, BERLIN)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lately",
        "Today",
        "30",
        "2026-13",
        "2026-02-30",
        "2026-6-1",
        "06-01",
        "1mo2d"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> OptionTypes.moment(text, NOW, BERLIN))
        .isInstanceOf(ValueException.class)
        .hasMessage(
            "expected so long ago, such as 7d, or a moment such as today, 2026-06 or"
                + " 2026-06-01T12:00, found \""
                + text
                + "\"");
  }
}
