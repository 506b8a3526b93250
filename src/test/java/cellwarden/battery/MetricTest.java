package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.energy.Energy;
import cellwarden.testing.Samples;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
    assertThat(Samples.aSample().metrics()).doesNotContain(COUNTERS).hasSize(22);
    Sample counted = Samples.counted(Samples.aSample(), Energy.ZERO);
    assertThat(counted.metrics()).containsExactly(Metric.values());
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
}
