package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.energy.Energy;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricTest {

  private static final Metric[] COUNTERS = Metric.COUNTERS.toArray(Metric[]::new);

  @Test
  void publishesWhatIsPromisedInThatOrder() {
    assertThat(Metric.values())
        .extracting(Metric::key)
        .startsWith(
            "voltage",
            "current",
            "power",
            "soc",
            "remaining_capacity",
            "nominal_capacity",
            "cycles",
            "cells",
            "cell_min",
            "cell_max",
            "cell_avg",
            "cell_delta",
            "cell_min_number",
            "cell_max_number",
            "temperatures",
            "balancing",
            "protections",
            "charge_fet",
            "discharge_fet",
            "production_date",
            "software_version",
            "hardware_version",
            "soc_by_capacity",
            "full_charge_capacity",
            "balance_current",
            "warnings",
            "current_limiter",
            "heating",
            "display_name",
            "energy_charged",
            "energy_discharged",
            "charge_in",
            "charge_out",
            "energy_covered")
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  void leavesTheCountersOutWhereNobodyCounts() {
    assertThat(Samples.aSample().metrics()).doesNotContain(COUNTERS).hasSize(23);
    Sample counted = Samples.counted(Samples.aSample(), Energy.ZERO);
    assertThat(counted.metrics()).contains(COUNTERS).hasSize(28);
    assertThat(counted.inJournal(1).values()).isEqualTo(Samples.aSample().values());
    assertThat(Samples.aSample().withCounters(Energy.ZERO.counters(), 1).inJournal(1).values())
        .containsKeys(COUNTERS);
  }

  /// Of lists of places there is nothing to measure in a place.
  @Test
  void saysWhatANumberMeasures() {
    assertThat(Metric.values())
        .allSatisfy(metric ->
            assertThat(metric.quantity() == Metric.Quantity.NONE)
                .as(metric.key())
                .isEqualTo(
                    switch (metric.kind()) {
                      case NUMBER, NUMBERS -> false;
                      case FLAG, TEXT, TEXTS, DATE -> true;
                    }));
    assertThat(Metric.values())
        .filteredOn(Metric::isTotal)
        .containsExactlyInAnyOrder(
            Metric.CYCLES,
            Metric.ENERGY_CHARGED,
            Metric.ENERGY_DISCHARGED,
            Metric.CHARGE_IN,
            Metric.CHARGE_OUT,
            Metric.ENERGY_COVERED);
  }

  @Test
  void usesNoNameThatTheSampleHasOtherwise() {
    assertThat(Metric.values())
        .extracting(Metric::key)
        .doesNotContain("seq", "time", "clock", "battery", "link", "suspect", "fault");
  }

  @Test
  void namesEachValueOnceForPeopleAndInAKnownUnit() {
    assertThat(Metric.values())
        .extracting(Metric::label)
        .doesNotHaveDuplicates()
        .doesNotContain("");
    assertThat(Metric.values())
        .extracting(Metric::unit)
        .isSubsetOf(Set.of("", "V", "A", "W", "Ah", "Wh", "°C", "%", "s"));
  }

  @ParameterizedTest
  @CsvSource({
    "VOLTAGE, 0, 160",
    "CURRENT, -1000, 1000",
    "SOC, 0, 100",
  })
  void knowsWhatANumberCanBe(Metric metric, double least, double greatest) {
    assertThat(metric.canBe(least)).isTrue();
    assertThat(metric.canBe(greatest)).isTrue();
    assertThat(metric.canBe(Math.nextDown(least))).isFalse();
    assertThat(metric.canBe(Math.nextUp(greatest))).isFalse();
    assertThat(metric.canBe(Double.NaN)).isFalse();
  }

  @Test
  void knowsWhatEachOfAListCanBe() {
    assertThat(Metric.CELLS.canBe(List.of(0.0, 3.3, 5.0))).isTrue();
    assertThat(Metric.CELLS.canBe(List.of(3.3, 5.001))).isFalse();
    assertThat(Metric.TEMPERATURES.canBe(List.of())).isTrue();
    assertThat(Metric.TEMPERATURES.canBe(List.of(-50.0, 150.0))).isTrue();
    assertThat(Metric.TEMPERATURES.canBe(List.of(20.0, -50.1))).isFalse();
    assertThat(Metric.TEMPERATURES.canBe(List.of(150.1, 20.0))).isFalse();
  }

  @Test
  void publishesAProbeThatCannotBeAsUnknown() {
    assertThat(Metric.TEMPERATURES.published(List.of(-273.1, 20.9)))
        .isEqualTo(Arrays.asList(null, 20.9));
    assertThat(Metric.CELLS.published(List.of(6.0, 3.3))).isEqualTo(List.of(6.0, 3.3));
    assertThat(Metric.SOC.published(105)).isEqualTo(105);
  }

  @Test
  void doubtsWhatFollowsFromWhatIsSuspect() {
    Sample sample =
        Samples.sample(
            "a",
            Answers.BASIC,
            Answers.CELLS,
            Optional.empty(),
            new Link(1, Duration.ZERO, Duration.ZERO, OptionalInt.empty(), Optional.empty()),
            Metric.CURRENT,
            Metric.CELLS);
    assertThat(Metric.values())
        .filteredOn(sample::isInDoubt)
        .containsExactly(
            Metric.CURRENT,
            Metric.POWER,
            Metric.CELLS,
            Metric.CELL_MIN,
            Metric.CELL_MAX,
            Metric.CELL_AVG,
            Metric.CELL_DELTA,
            Metric.CELL_MIN_NUMBER,
            Metric.CELL_MAX_NUMBER);
  }
}
