package cellwarden.journal.history.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeAxisTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-06-01T10:00:03Z | 2026-06-01T10:00:33Z | UTC | 10:00:05/1 Jun 2026 10:00:10 10:00:15 10:00:20 10:00:25 10:00:30",
        "2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z | UTC | 10:00/1 Jun 2026 10:10 10:20 10:30 10:40 10:50 11:00",
        // Midnight, and a change of the clocks: the hour that is missing has no mark.
        "2026-03-28T22:00:00Z | 2026-03-29T02:00:00Z | Europe/Berlin | 23:00/28 Mar 2026 00:00/29 Mar 2026 01:00 03:00 04:00",
        "2026-03-28T17:00:00Z | 2026-03-29T10:00:00Z | Europe/Berlin | 18:00/28 Mar 2026 21:00 00:00/29 Mar 2026 03:00 06:00 09:00 12:00",
        "2025-12-30T00:00:00Z | 2026-01-03T00:00:00Z | UTC | 30 Dec/2025 31 Dec 1 Jan/2026 2 Jan 3 Jan",
        // Mondays.
        "2026-06-01T00:00:00Z | 2026-07-01T00:00:00Z | UTC | 1 Jun/2026 8 Jun 15 Jun 22 Jun 29 Jun",
        "2025-11-20T00:00:00Z | 2026-11-20T00:00:00Z | UTC | Jan/2026 Mar May Jul Sep Nov",
        "2019-11-20T00:00:00Z | 2026-11-20T00:00:00Z | UTC | 2020 2022 2024 2026",
        "1970-01-01T00:00:00Z | 2026-11-20T00:00:00Z | UTC | 1970 1980 1990 2000 2010 2020",
      })
  void marksRoundTimes(Instant from, Instant to, String zone, String marks) {
    List<TimeAxis.Tick> ticks =
        new TimeAxis(from.toEpochMilli(), to.toEpochMilli(), ZoneId.of(zone)).ticks(6);
    assertThat(
            ticks.stream()
                .map(tick -> tick.label() + (tick.below().isEmpty() ? "" : "/" + tick.below()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(marks);
  }
}
