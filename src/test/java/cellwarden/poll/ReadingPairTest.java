package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadingPairTest {

  /// The cells are at 13.310 V together; 2 % of that is 0.2662 V.
  @ParameterizedTest
  @CsvSource({
    "0533, true, 13.31 V",
    "054d, true, 13.57 V: 0.26 V above",
    "054e, false, 13.58 V: 0.27 V above",
    "0519, true, 13.05 V: 0.26 V below",
    "0518, false, 13.04 V: 0.27 V below",
    "0000, false, no voltage at all"
  })
  void allowsThePackVoltageTwoPercent(String voltage, boolean plausible, String meaning) {
    assertThat(suspects(Answers.BASIC.replace("0533", voltage), Answers.CELLS))
        .as(meaning)
        .isEqualTo(plausible ? Set.of() : Set.of(Metric.VOLTAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 0000 0000 0000 0000, ''",
    "0001, 0000 0000 0000 0000, voltage",
    "0533, 0d00 0cff 0d01, 'voltage,cells'",
    "0533, 0a66 0a66 0a66 0a66 0a66, cells"
  })
  void namesEveryFieldInDoubt(String voltage, String cells, String suspects) {
    assertThat(
            suspects(Answers.BASIC.replace("0533", voltage), cells).stream()
                .map(Metric::key)
                .collect(Collectors.joining(",")))
        .isEqualTo(suspects);
  }

  /// The byte after the version is the state of charge, the words at the end are the probes.
  @ParameterizedTest
  @CsvSource({
    "'21 57', '21 64', '', 100 %",
    "'21 57', '21 69', soc, 105 %",
    "'21 57', '21 ff', soc, 255 %",
    "0b7c, 08b7, '', -50 °C",
    "0b7c, 08b6, temperatures, -50.1 °C",
    "0b7c, 1087, '', 150 °C",
    "0b7c, 1088, temperatures, 150.1 °C",
    "0b7c, 0000, temperatures, an open probe: -273.1 °C",
    "0b7c, ffff, temperatures, 6280.4 °C",
    "0b7c, 8000, temperatures, 3003.7 °C",
    "fe3c, 7fff, '', 327.67 A",
  })
  void namesWhatCannotBe(String good, String other, String suspect, String meaning) {
    assertThat(suspects(Answers.BASIC.replace(good, other), Answers.CELLS))
        .extracting(Metric::key)
        .as(meaning)
        .containsExactlyElementsOf(suspect.isEmpty() ? Set.of() : Set.of(suspect));
  }

  /// The pack's voltage is that of the cells together, so only the cells are wrong.
  @Test
  void namesACellThatCannotBe() {
    assertThat(suspects(Answers.BASIC.replace("0533", "05dc"), "0d00 0cff 0d01 1388")).isEmpty();
    assertThat(suspects(Answers.BASIC.replace("0533", "05dc"), "0d00 0cff 0d01 1389"))
        .containsExactly(Metric.CELLS);
  }

  private static Set<Metric> suspects(String basic, String cells) {
    return ReadingPair.suspects(Samples.basic(basic), Samples.cells(cells));
  }
}
