package cellwarden.render.plot;

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
        "2026-06-01T10:00:03Z | 2026-06-01T10:00:33Z | UTC | 10:00:05/Mon 1 Jun 10:00:10 10:00:15 10:00:20 10:00:25 10:00:30",
        "2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z | UTC | 10:00/Mon 1 Jun 10:10 10:20 10:30 10:40 10:50 11:00",
        // Midnight, and a change of the clocks: the hour that is missing has no mark.
        "2026-03-28T22:00:00Z | 2026-03-29T02:00:00Z | Europe/Berlin | 23:00/Sat 28 Mar 00:00/Sun 29 Mar 01:00 03:00 04:00",
        "2026-03-28T17:00:00Z | 2026-03-29T10:00:00Z | Europe/Berlin | 18:00/Sat 28 Mar 21:00 00:00/Sun 29 Mar 03:00 06:00 09:00 12:00",
        // The day of a change: its marks stand where they stand on any other.
        "2026-03-28T23:00:00Z | 2026-03-29T20:00:00Z | Europe/Berlin | 00:00/Sun 29 Mar 06:00 12:00 18:00",
        // The hour that comes twice.
        "2026-10-24T23:00:00Z | 2026-10-25T03:00:00Z | Europe/Berlin | 01:00/Sun 25 Oct 02:00 02:00 03:00 04:00",
        "2026-10-25T01:20:00Z | 2026-10-25T01:50:00Z | Europe/Berlin | 02:20/Sun 25 Oct 02:25 02:30 02:35 02:40 02:45 02:50",
        "2026-10-25T00:50:00Z | 2026-10-25T01:20:00Z | Europe/Berlin | 02:50/Sun 25 Oct 02:55 02:00 02:05 02:10 02:15 02:20",
        // A day that begins at 1 o'clock.
        "2026-04-22T22:00:00Z | 2026-04-26T22:00:00Z | Africa/Cairo | 23 Apr/2026 24 Apr 25 Apr 26 Apr 27 Apr",
        "2026-04-23T21:00:00Z | 2026-04-24T21:00:00Z | Africa/Cairo | 06:00/Fri 24 Apr 12:00 18:00 00:00/Sat 25 Apr",
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
