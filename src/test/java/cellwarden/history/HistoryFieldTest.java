package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryFieldTest {

  @Test
  void knowsWhichPublishedValuesAreNumbers() {
    Samples.aSample()
        .values()
        .forEach((metric, value) ->
            assertThat(HistoryField.find(metric.key()).orElseThrow().numeric())
                .as(metric.key())
                .isEqualTo(value instanceof Number || value instanceof Boolean));
  }

  @Test
  void knowsItemsOfNumberListsOnly() {
    assertThat(HistoryField.find("cells.16"))
        .contains(new HistoryField("cells.16", "Cell 16", "V", 3, Metric.Kind.NUMBER));
    assertThat(HistoryField.find("temperatures.1").orElseThrow().label())
        .isEqualTo("Temperature 1");
    assertThat(
            List.of("cells.0", "cells.x", "voltage.1", "protections.1", "link", "link.x", "time"))
        .allSatisfy(name -> assertThat(HistoryField.find(name)).isEmpty());
  }

  @Test
  void findsEveryNameThatItTells() {
    assertThat(HistoryField.names())
        .contains("voltage", "cells.1", "link.rssi")
        .allSatisfy(name -> assertThat(HistoryField.find(name)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "voltage, voltage, true",
    "power, voltage, true",
    "current, voltage, false",
    "cell_min, cells, true",
    "cells.2, cells, true",
    "temperatures.1, cells, false",
    "temperatures, temperatures, true",
    "temperatures.1, temperatures, false",
    "link.rssi, cells, false",
  })
  void isInDoubtWithWhatItFollowsFrom(String name, String suspect, boolean doubtful) {
    assertThat(HistoryField.find(name).orElseThrow().isInDoubt(List.of(suspect)))
        .isEqualTo(doubtful);
  }
}
