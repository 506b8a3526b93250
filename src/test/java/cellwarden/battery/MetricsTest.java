package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Samples;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  @Test
  void publishesWhatIsPromisedInThatOrder() {
    assertThat(Metrics.ALL)
        .extracting(Metric::name)
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
    assertThat(Metrics.of(Samples.aSample()))
        .last()
        .extracting(Metric::name)
        .isEqualTo("hardware_version");
    assertThat(Metrics.of(Samples.aSample().withEnergy(Energy.ZERO))).isEqualTo(Metrics.ALL);
  }

  @Test
  void usesNoNameThatTheSampleHasOtherwise() {
    assertThat(Metrics.ALL)
        .extracting(Metric::name)
        .doesNotContain("seq", "time", "clock", "battery", "link", "suspect", "fault");
  }

  @Test
  void namesEachValueOnceForPeopleAndInAKnownUnit() {
    assertThat(Metrics.ALL).extracting(Metric::label).doesNotHaveDuplicates().doesNotContain("");
    assertThat(Metrics.ALL)
        .extracting(Metric::unit)
        .isSubsetOf(Set.of("", "V", "A", "W", "Ah", "Wh", "°C", "%", "s"));
  }
}
