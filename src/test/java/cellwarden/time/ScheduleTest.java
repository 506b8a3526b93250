package cellwarden.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({"0, 10000", "1, 9999", "9999, 1", "10000, 10000", "25000, 5000", "100000, 10000"})
  void waitsForTheNextPoint(long elapsedMillis, long waitMillis) {
    Schedule schedule = new Schedule(Duration.ofSeconds(10), 42);

    assertThat(schedule.untilNext(42 + elapsedMillis * 1_000_000))
        .isEqualTo(Duration.ofMillis(waitMillis));
  }

  @Test
  void outlivesTheOverflowOfTheClock() {
    long start = Long.MAX_VALUE - SECOND;
    Schedule schedule = new Schedule(Duration.ofSeconds(10), start);

    assertThat(schedule.untilNext(start + 13 * SECOND)).isEqualTo(Duration.ofSeconds(7));
  }
}
