package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GridTest {

  @ParameterizedTest
  @CsvSource({
    // An ordinary day, then the days of 23 and 25 hours.
    "P1D, Europe/Berlin, 2026-06-01T12:00:00Z, 2026-05-31T22:00:00Z, 2026-06-01T22:00:00Z",
    "P1D, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "P1D, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // Weeks begin on a Monday: 1 June 2026 is one.
    "P7D, UTC, 2026-06-07T23:59:59Z, 2026-06-01T00:00:00Z, 2026-06-08T00:00:00Z",
    "P7D, UTC, 1969-12-30T00:00:00Z, 1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
    // From local midnight; the last one of a day ends with it.
    "PT10M, Asia/Kolkata, 2026-06-01T12:34:56Z, 2026-06-01T12:30:00Z, 2026-06-01T12:40:00Z",
    "PT6H, Asia/Kolkata, 2026-06-01T12:34:56Z, 2026-06-01T12:30:00Z, 2026-06-01T18:30:00Z",
    "PT7H, UTC, 2026-06-01T22:00:00Z, 2026-06-01T21:00:00Z, 2026-06-02T00:00:00Z",
    "PT1H, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
  })
  void cutsTime(Duration every, String zone, Instant time, Instant start, Instant end) {
    Grid grid = Grid.of(every, ZoneId.of(zone));
    assertThat(Instant.ofEpochMilli(grid.start(time.toEpochMilli()))).isEqualTo(start);
    assertThat(Instant.ofEpochMilli(grid.end(time.toEpochMilli()))).isEqualTo(end);
    assertThat(grid.start(end.toEpochMilli())).isEqualTo(end.toEpochMilli());
  }

  /// Months of 31, 30, 28 and 29 days, with the days on which the clocks are set.
  @ParameterizedTest
  @CsvSource({
    "1, Europe/Berlin, 2026-03-15T12:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
    "1, Europe/Berlin, 2026-10-31T22:59:59Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
    "1, Europe/Berlin, 2026-10-31T23:00:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
    "1, UTC, 2026-02-28T23:59:59Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
    "1, UTC, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "3, UTC, 2026-06-30T00:00:00Z, 2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z",
    "12, Europe/Berlin, 2026-07-01T00:00:00Z, 2025-12-31T23:00:00Z, 2026-12-31T23:00:00Z",
    "12, Asia/Kolkata, 2025-12-31T18:30:00Z, 2025-12-31T18:30:00Z, 2026-12-31T18:30:00Z",
  })
  void cutsTimeIntoMonths(int months, String zone, Instant time, Instant start, Instant end) {
    Grid grid = Grid.ofMonths(months, ZoneId.of(zone));
    assertThat(Instant.ofEpochMilli(grid.start(time.toEpochMilli()))).isEqualTo(start);
    assertThat(Instant.ofEpochMilli(grid.end(time.toEpochMilli()))).isEqualTo(end);
    assertThat(grid.start(end.toEpochMilli())).isEqualTo(end.toEpochMilli());
    assertThat(grid.follows(Grid.utc(Duration.ofHours(1)), time, time))
        .isEqualTo(!zone.equals("Asia/Kolkata"));
  }

  @ParameterizedTest
  @CsvSource({
    "P1D, Europe/Berlin, true",
    "PT1H, America/New_York, true",
    "PT30M, UTC, false",
    "P1D, Asia/Kolkata, false",
    "P1D, Australia/Lord_Howe, false",
  })
  void knowsWhenHoursAreFineEnough(Duration every, String zone, boolean fine) {
    Grid hours = Grid.utc(Duration.ofHours(1));
    assertThat(
            Grid.of(every, ZoneId.of(zone))
                .follows(hours, HistoryQuery.BEGINNING, HistoryQuery.END))
        .isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"PT36H", "PT0.5S", "PT0S"})
  void refusesWhatFitsNoDay(Duration every) {
    assertThatThrownBy(() -> Grid.of(every, ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void coversTimeWithoutGaps() {
    for (String zone : new String[] {"Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"}) {
      for (Duration every :
          new Duration[] {Duration.ofMinutes(10), Duration.ofHours(6), Duration.ofDays(3)}) {
        Grid grid = Grid.of(every, ZoneId.of(zone));
        long time = Instant.parse("2026-03-20T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 500; i++) {
          assertThat(grid.start(grid.end(time))).isEqualTo(grid.end(time));
          assertThat(grid.start(grid.end(time) - 1)).isEqualTo(grid.start(time));
          time = grid.end(time);
        }
      }
    }
  }
}
