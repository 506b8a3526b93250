package cellwarden.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "21, 60", "2147483647, 60"})
  void doublesUpToTheLimitAndSpreadsByAQuarter(int failures, int seconds) {
    Duration middle = Duration.ofSeconds(seconds);
    for (int i = 0; i < 100; i++) {
      assertThat(BACKOFF.after(failures))
          .isBetween(middle.multipliedBy(3).dividedBy(4), middle.multipliedBy(5).dividedBy(4));
    }
  }

  @Test
  void separatesWhatFailedTogether() {
    long different = IntStream.range(0, 50).mapToObj(_ -> BACKOFF.after(7)).distinct().count();

    assertThat(different).isGreaterThan(40);
  }

  @Test
  void endsAtTheLimitEvenWhenItIsShorterThanTheFirst() {
    Backoff short1 = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(1), new Random(1));

    assertThat(short1.after(1)).isLessThanOrEqualTo(Duration.ofSeconds(75));
  }
}
