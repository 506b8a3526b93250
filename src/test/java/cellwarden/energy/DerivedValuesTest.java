package cellwarden.energy;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The battery of [Samples#aSample] gives 4.52 A at 13.31 V, and has 87.12 of 100 Ah.
final class DerivedValuesTest {

  private final DerivedValues derived = new DerivedValues();
  private Optional<Instant> full = Optional.empty();

  private static Sample with(Object... pairs) {
    Map<Metric, Object> values = new EnumMap<>(Metric.class);
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((Metric) pairs[i], pairs[i + 1]);
    }
    return Samples.aSample().with(values);
  }

  private static Sample flowing(double amperes) {
    return with(Metric.CURRENT, amperes, Metric.POWER, Math.round(amperes * 1331) / 100.0);
  }

  private Map<Metric, Object> at(Sample sample, double seconds) {
    return derived.addTo(sample, Math.round(seconds * 1e9), false, full).values();
  }

  /// 87.12 Ah / 4.52 A = 19.27434 h = 1,156 min; 87.12 Ah · 13.31 V = 1159.57 Wh.
  @Test
  void saysHowLongItLasts() {
    assertThat(at(Samples.aSample(), 0))
        .containsEntry(Metric.STORED_ENERGY, 1159.6)
        .containsEntry(Metric.CHARGE_POWER, 0.0)
        .containsEntry(Metric.DISCHARGE_POWER, 60.16)
        .containsEntry(Metric.TIME_TO_EMPTY, 69_360)
        .containsEntry(Metric.TIME_TO_FULL, null)
        .containsEntry(Metric.TIME_SINCE_FULL_CHARGE, null);
  }

  /// 12.88 Ah / 10 A = 1.288 h = 77 min.
  @Test
  void saysWhenItIsFull() {
    assertThat(at(flowing(10), 0))
        .containsEntry(Metric.CHARGE_POWER, 133.1)
        .containsEntry(Metric.DISCHARGE_POWER, 0.0)
        .containsEntry(Metric.TIME_TO_EMPTY, null)
        .containsEntry(Metric.TIME_TO_FULL, 4_620);
  }

  /// 100 Ah on the label, 90 as learned: 2.88 Ah / 10 A = 17 min.
  @Test
  void fullIsWhatTheBoardHasLearned() {
    Sample learned = with(Metric.CURRENT, 10.0, Metric.FULL_CHARGE_CAPACITY, 90.0);
    assertThat(at(learned, 0)).containsEntry(Metric.TIME_TO_FULL, 1_020);
  }

  /// Below 0.2 % of 100 Ah an hour nobody waits for an end, and further away than 30 days neither.
  @ParameterizedTest
  @CsvSource({"0.0", "-0.19", "0.19"})
  void idles(double amperes) {
    assertThat(at(flowing(amperes), 0))
        .containsEntry(Metric.TIME_TO_EMPTY, null)
        .containsEntry(Metric.TIME_TO_FULL, null);
  }

  /// 10 s of a pump of 45.2 A count for 1 - e^(-10/180) = 5.404 %: 6.7183 A, 778 min. A gap of 15
  /// minutes, or the other direction, begins afresh: 45.2 A are 116 min.
  @Test
  void pumpThatStartsDoesNotMakeMinutesOfHours() {
    at(Samples.aSample(), 0);
    assertThat(at(flowing(-45.2), 10)).containsEntry(Metric.TIME_TO_EMPTY, 46_680);
    assertThat(at(flowing(-45.2), 10 + 900)).containsEntry(Metric.TIME_TO_EMPTY, 6_960);
    assertThat(at(flowing(10), 920)).containsEntry(Metric.TIME_TO_FULL, 4_620);
  }

  @Test
  void otherUnitsBeginAfresh() {
    derived.addTo(flowing(-45.2), 0, false, full);
    Sample tenth = derived.addTo(Samples.aSample(), 10_000_000_000L, true, full);
    assertThat(tenth.values()).containsEntry(Metric.TIME_TO_EMPTY, 69_360);
  }

  private static Sample doubtful(boolean clockSet, Metric... suspect) {
    Sample sample = Samples.aSample();
    return new Sample(
        sample.seq(),
        sample.time(),
        clockSet,
        sample.battery(),
        sample.values(),
        Set.of(suspect),
        sample.link(),
        0);
  }

  @Test
  void nothingFollowsFromWhatIsInDoubt() {
    assertThat(at(doubtful(true, Metric.VOLTAGE, Metric.CURRENT), 0))
        .containsEntry(Metric.STORED_ENERGY, null)
        .containsEntry(Metric.CHARGE_POWER, null)
        .containsEntry(Metric.DISCHARGE_POWER, null)
        .containsEntry(Metric.TIME_TO_EMPTY, null);
  }

  /// The current before it, however old, does not say how long a battery lasts; nor does none.
  @Test
  void currentBeforeADoubtfulOneSaysNothingOfNow() {
    at(Samples.aSample(), 0);
    assertThat(at(doubtful(true, Metric.CURRENT), 10)).containsEntry(Metric.TIME_TO_EMPTY, null);
    at(flowing(10), 20);
    assertThat(at(doubtful(true, Metric.CURRENT), 30)).containsEntry(Metric.TIME_TO_FULL, null);
    assertThat(at(Samples.aSample(), 40)).containsEntry(Metric.TIME_TO_EMPTY, 69_360);
  }

  /// Full is 100 % while nothing is drawn; the time since then goes by the monotonic clock.
  @Test
  void remembersWhenItWasFull() {
    assertThat(at(with(Metric.SOC, 100), 0)).containsEntry(Metric.TIME_SINCE_FULL_CHARGE, null);
    assertThat(at(with(Metric.SOC, 100, Metric.CURRENT, 0.0), 10))
        .containsEntry(Metric.TIME_SINCE_FULL_CHARGE, 0);
    full = Optional.of(Samples.TIME.minus(Duration.ofDays(9)));
    assertThat(at(Samples.aSample(), 7_200)).containsEntry(Metric.TIME_SINCE_FULL_CHARGE, 7_200);
  }

  @Test
  void knowsFromTheJournalWhenItWasFull() {
    full = Optional.of(Samples.TIME.minus(Duration.ofDays(2)).plusSeconds(29));
    assertThat(at(Samples.aSample(), 0)).containsEntry(Metric.TIME_SINCE_FULL_CHARGE, 172_800);
    full = Optional.of(Samples.TIME.plusSeconds(1));
    assertThat(at(Samples.aSample(), 0)).containsEntry(Metric.TIME_SINCE_FULL_CHARGE, null);
  }

  @Test
  void clockThatIsNotSetDoesNotKnowHowLongAgoAnEarlierRunWas() {
    full = Optional.of(Samples.TIME.minusSeconds(600));
    assertThat(at(doubtful(false), 0)).containsEntry(Metric.TIME_SINCE_FULL_CHARGE, null);
  }

  /// A clock that is far ahead, or a damaged line, makes no negative time.
  @Test
  void isNeverNegative() {
    full = Optional.of(Instant.parse("1850-01-01T00:00:00Z"));
    assertThat(at(Samples.aSample(), 0))
        .containsEntry(Metric.TIME_SINCE_FULL_CHARGE, Integer.MAX_VALUE / 60 * 60);
  }
}
