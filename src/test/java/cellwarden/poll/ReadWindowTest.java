package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Link;
import cellwarden.battery.ReadStatistics;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ReadWindowTest {

  private final ReadWindow window = new ReadWindow();

  @Test
  void saysNothingBeforeTheFirstPoll() {
    assertThat(window.statistics()).isEqualTo(ReadStatistics.NONE);
  }

  @Test
  void looksBackOnAHundredPolls() {
    for (int i = 0; i < 50; i++) {
      window.failed();
    }
    for (int i = 1; i <= 90; i++) {
      window.succeeded(link(1, i, 2L * i, -i));
    }

    ReadStatistics statistics = window.statistics();

    assertThat(statistics.successRatio()).hasValue(0.9);
    assertThat(statistics.connect()).hasValue(times(45, 86));
    assertThat(statistics.read()).hasValue(times(90, 172));
    assertThat(statistics.rssi()).hasValue(-90);
  }

  @Test
  void countsNoConnectWhereTheLinkWasStillOpen() {
    window.succeeded(link(1, 400, 90, -60));
    window.succeeded(link(0, 0, 80, -60));

    assertThat(window.statistics().connect()).hasValue(times(400, 400));
    assertThat(window.statistics().read()).hasValue(times(80, 90));
  }

  private static ReadStatistics.Times times(long median, long p95) {
    return new ReadStatistics.Times(Duration.ofMillis(median), Duration.ofMillis(p95));
  }

  private static Link link(int attempts, long connect, long read, int rssi) {
    return new Link(
        attempts,
        Duration.ofMillis(connect),
        Duration.ofMillis(read),
        OptionalInt.of(rssi),
        Optional.empty());
  }
}
