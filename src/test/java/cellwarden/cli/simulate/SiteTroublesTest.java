package cellwarden.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.FakeTime;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SiteTroublesTest {

  private static final int SITES = 200;
  private static final int HOUR = 3600;

  @Test
  void cutSomeSitesOffForSecondsToMinutes() {
    long longest = 0;
    long cuts = 0;
    for (int site = 1; site <= SITES; site++) {
      long length = 0;
      for (int second = 0; second < HOUR; second++) {
        boolean cut = troubles(site).isCut(Duration.ofSeconds(second));
        cuts += cut && length == 0 ? 1 : 0;
        length = cut ? length + 1 : 0;
        longest = Math.max(longest, length);
      }
    }
    // 1,200 periods of ten minutes, of which a tenth has a cut; two may touch.
    assertThat(cuts).isBetween(80L, 160L);
    assertThat(longest).isBetween(60L, 360L);
  }

  @Test
  void putSomeClocksOffByHoursAndSomeByDaysUntilTheyAreSet() {
    long off =
        IntStream.rangeClosed(1, SITES)
            .filter(site -> !troubles(site).clockError(Duration.ofSeconds(700)).isZero())
            .count();
    assertThat(off).isBetween(2L, 25L);
    int unset =
        IntStream.rangeClosed(1, SITES)
            .filter(site -> troubles(site).isClockUnset(Duration.ZERO))
            .findFirst()
            .orElseThrow();
    assertThat(troubles(unset).clockError(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofDays(-1));
    assertThat(troubles(unset).isClockUnset(Duration.ofSeconds(90))).isFalse();
  }

  @Test
  void areTheSameForTheSameSeedOnly() {
    assertThat(cutSeconds(1)).isEqualTo(cutSeconds(1)).isNotEqualTo(cutSeconds(2));
  }

  private static long cutSeconds(long seed) {
    return LongStream.range(0, 20 * HOUR)
        .filter(second -> new SiteTroubles(seed, 1).isCut(Duration.ofSeconds(second)))
        .sum();
  }

  @Test
  void sendOneMessageInAHundredTwice() {
    assertThat(LongStream.rangeClosed(1, 1000).filter(troubles(3)::isSentTwice).count())
        .isEqualTo(10);
  }

  @Test
  void clockShowsTheErrorAndTimePassesAllTheSame() {
    FakeTime real = new FakeTime();
    int unset =
        IntStream.rangeClosed(1, SITES)
            .filter(site -> troubles(site).isClockUnset(Duration.ZERO))
            .findFirst()
            .orElseThrow();
    SiteClock clock = new SiteClock(real, troubles(unset), real.nanos());

    assertThat(clock.clockIsSet()).isFalse();
    assertThat(clock.now()).isBefore(real.now().minus(Duration.ofHours(23)));
    assertThat(clock.nanos()).isEqualTo(real.nanos());
  }

  private static SiteTroubles troubles(int site) {
    return new SiteTroubles(1, site);
  }
}
