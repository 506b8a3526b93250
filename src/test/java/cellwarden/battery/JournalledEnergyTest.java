package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.JournalledLines;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalledEnergyTest {

  private static final Energy ENERGY =
      new Energy(1234.5678, 0.0001, 98765.4321, 10, Duration.ofMillis(12_345_678_901L));

  private final JournalledLines journal = new JournalledLines();
  private final JournalledEnergy energy = new JournalledEnergy(journal);

  @Test
  void isZeroInAnEmptyJournal() throws Exception {
    assertThat(energy.last("left")).isEqualTo(Energy.ZERO);
  }

  @Test
  void givesWhatTheLastSampleSays() throws Exception {
    journal.append(Samples.aSample("left").withEnergy(Energy.ZERO));
    journal.append(Samples.aSample("left").withEnergy(ENERGY));
    journal.append(Samples.aSample("right").withEnergy(Energy.ZERO));

    assertThat(energy.last("left")).isEqualTo(ENERGY);
    assertThat(energy.last("right")).isEqualTo(Energy.ZERO);
    assertThat(energy.last("other")).isEqualTo(Energy.ZERO);
  }

  @Test
  void looksBehindSamplesWithoutCounters() throws Exception {
    journal.append(Samples.aSample("left").withEnergy(ENERGY));
    journal.append(Samples.aSample("left"));

    assertThat(energy.last("left")).isEqualTo(ENERGY);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 2303, 2304, 2305, 5_000})
  void findsABatteryThatWasAwayForLong(int samplesOfAnother) throws Exception {
    journal.append(Samples.aSample("left").withEnergy(ENERGY));
    appendOthers(samplesOfAnother);

    assertThat(energy.last("left")).isEqualTo(ENERGY);
  }

  @Test
  void readsTheEndOnlyWhereTheBatteryIsThere() throws Exception {
    appendOthers(5_000);
    journal.append(Samples.aSample("left").withEnergy(ENERGY));

    assertThat(energy.last("left")).isEqualTo(ENERGY);
    assertThat(energy.last("right")).isEqualTo(Energy.ZERO);
    assertThat(journal.linesRead()).isEqualTo(256);
  }

  @Test
  void readsEverythingForAnUnknownBatteryAndOnlyOnce() throws Exception {
    appendOthers(5_000);

    assertThat(energy.last("left")).isEqualTo(Energy.ZERO);
    journal.append(Samples.aSample("right").withEnergy(ENERGY));
    assertThat(energy.last("left")).isEqualTo(Energy.ZERO);
    assertThat(energy.last("middle")).isEqualTo(Energy.ZERO);
    assertThat(journal.linesRead()).isEqualTo(5_000);
  }

  @Test
  void goesOnWhereReadingFailed() throws Exception {
    journal.append(Samples.aSample("left").withEnergy(ENERGY));
    journal.setBroken(true);
    assertThatThrownBy(() -> energy.last("left"))
        .isInstanceOf(IOException.class)
        .hasMessage("bad block");

    journal.setBroken(false);
    assertThat(energy.last("left")).isEqualTo(ENERGY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"battery\":\"left\"}",
        "{\"battery\":\"left\",\"energy_charged\":1,\"energy_discharged\":1,\"charge_in\":1,\"charge_out\":1}",
        "{\"battery\":\"left\",\"energy_charged\":-1,\"energy_discharged\":1,\"charge_in\":1,\"charge_out\":1,"
            + "\"energy_covered\":1}",
        "{\"battery\":\"left\",\"energy_charged\":\"1\",\"energy_discharged\":1,\"charge_in\":1,\"charge_out\":1,"
            + "\"energy_covered\":1}",
        "{\"battery\":\"left\",\"energy_charged\":null,\"energy_discharged\":1,\"charge_in\":1,\"charge_out\":1,"
            + "\"energy_covered\":1}",
        "{\"battery\":\"left\",\"x\":{\"energy_charged\":1},\"energy_discharged\":1,\"charge_in\":1,"
            + "\"charge_out\":1,\"energy_covered\":1}"
      })
  void takesNoCountersFromAnythingElse(String line) throws Exception {
    journal.append(Samples.aSample("left").withEnergy(ENERGY));
    journal.append(line);

    assertThat(energy.last("left")).isEqualTo(ENERGY);
  }

  private void appendOthers(int samples) {
    Sample other = Samples.aSample("right").withEnergy(Energy.ZERO);
    for (int i = 0; i < samples; i++) {
      journal.append(other);
    }
  }
}
