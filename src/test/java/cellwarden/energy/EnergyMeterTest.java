package cellwarden.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Readings every 36 s, so that 100 A at 10 V are 1 Ah and 10 Wh from one to the next.
final class EnergyMeterTest {

  private static final Duration INTERVAL = Duration.ofSeconds(36);
  private static final Offset<Double> EXACT = within(1e-12);

  private final EnergyMeter meter = new EnergyMeter(INTERVAL);

  /// Overflows after ten readings, as a monotonic clock may.
  private long nanos = Long.MAX_VALUE - INTERVAL.toNanos() * 10;

  @Test
  void countsNothingAtTheFirstReading() {
    read(10, 100);

    assertThat(meter.counted()).isEqualTo(Energy.ZERO);
  }

  /// A hundred times 0.01 h at 50 A and 10 V.
  @Test
  void countsASteadyCharge() {
    read(10, 50);
    for (int i = 0; i < 100; i++) {
      after(INTERVAL);
      read(10, 50);
    }

    assertCounted(500, 0, 50, 0, Duration.ofHours(1));
  }

  /// From -20 A to -40 A in 0.01 h: 30 A on average; from 200 W to 480 W: 340 W on average.
  @Test
  void countsADischargeByItsMean() {
    read(10, -20);
    after(INTERVAL);
    read(12, -40);

    assertCounted(0, 3.4, 0, 0.3, INTERVAL);
  }

  /// From 30 A to -10 A: above zero for three quarters of the time at 15 A on average, below for
  /// one quarter at 5 A on average; at 10 V throughout.
  @Test
  void splitsWhereTheCurrentCrossesZero() {
    read(10, 30);
    after(INTERVAL);
    read(10, -10);

    assertCounted(1.125, 0.125, 0.1125, 0.0125, INTERVAL);
  }

  @Test
  void splitsTheOtherWayRoundToo() {
    read(10, -10);
    after(INTERVAL);
    read(10, 30);

    assertCounted(1.125, 0.125, 0.1125, 0.0125, INTERVAL);
  }

  /// A triangle from 100 A down to nothing, then nothing, which is a reading like any other.
  @Test
  void takesZeroForAMeasurement() {
    read(10, 100);
    after(INTERVAL);
    read(10, 0);
    after(INTERVAL);
    read(10, 0);

    assertCounted(5, 0, 0.5, 0, INTERVAL.multipliedBy(2));
  }

  /// 0.01 A at 10 V every 36 s for a year's worth of readings: 87.6 Ah.
  @Test
  void losesNoSmallCurrent() {
    int readings = 876_000;
    Sample small = sample(10, 0.01);
    meter.read(small, nanos, false);
    for (int i = 0; i < readings; i++) {
      after(INTERVAL);
      meter.read(small, nanos, false);
    }

    assertThat(meter.counted().chargeIn()).isCloseTo(87.6, within(1e-7));
    assertThat(meter.counted().charged()).isCloseTo(876, within(1e-6));
    assertThat(meter.counted().covered()).isEqualTo(Duration.ofDays(365));
  }

  /// Two polls failed.
  @Test
  void bridgesAGapOfThreeIntervals() {
    read(10, 100);
    after(INTERVAL.multipliedBy(3));
    read(10, 100);

    assertCounted(30, 0, 3, 0, INTERVAL.multipliedBy(3));
  }

  @Test
  void inventsNothingForALongerGap() {
    read(10, 100);
    after(INTERVAL.multipliedBy(3).plusNanos(1));
    read(10, 100);
    assertThat(meter.counted()).isEqualTo(Energy.ZERO);

    after(INTERVAL);
    read(10, 100);
    assertCounted(10, 0, 1, 0, INTERVAL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 30, 365, 36_500})
  void inventsNothingForDaysAndCenturies(long days) {
    read(10, 100);
    after(Duration.ofDays(days));
    read(10, 100);

    assertThat(meter.counted()).isEqualTo(Energy.ZERO);
  }

  /// Passed over like a poll that failed: the readings around it are joined.
  @ParameterizedTest
  @EnumSource(names = {"VOLTAGE", "CURRENT"})
  void passesOverWhatIsInDoubt(Metric suspect) {
    read(10, 100);
    after(INTERVAL);
    meter.read(sample(99, 300, suspect), nanos, false);
    after(INTERVAL);
    read(10, 100);

    assertCounted(20, 0, 2, 0, INTERVAL.multipliedBy(2));
  }

  @Test
  void countsNothingWhileEveryVoltageIsInDoubt() {
    for (int i = 0; i < 10; i++) {
      meter.read(sample(99, 300, Metric.VOLTAGE, Metric.CELLS), nanos, false);
      after(INTERVAL);
    }

    assertThat(meter.counted()).isEqualTo(Energy.ZERO);
  }

  /// The number of cells says nothing against voltage and current.
  @Test
  void countsThoughTheNumberOfCellsIsInDoubt() {
    meter.read(sample(10, 100, Metric.CELLS), nanos, false);
    after(INTERVAL);
    meter.read(sample(10, 100, Metric.CELLS), nanos, false);

    assertCounted(10, 0, 1, 0, INTERVAL);
  }

  /// One reading with the flag of tenfold units: neither the way to it nor the way back counts.
  @Test
  void doesNotCountAcrossAChangeOfUnits() {
    read(10, 100);
    after(INTERVAL);
    meter.read(sample(10, 1000), nanos, true);
    after(INTERVAL);
    read(10, 100);
    assertThat(meter.counted()).isEqualTo(Energy.ZERO);

    after(INTERVAL);
    read(10, 100);
    assertCounted(10, 0, 1, 0, INTERVAL);
  }

  @Test
  void countsInTenfoldUnits() {
    meter.read(sample(10, 100), nanos, true);
    after(INTERVAL);
    meter.read(sample(10, 100), nanos, true);

    assertCounted(10, 0, 1, 0, INTERVAL);
  }

  private void after(Duration duration) {
    nanos += duration.toNanos();
  }

  private void read(double volts, double amperes) {
    meter.read(sample(volts, amperes), nanos, false);
  }

  private static Sample sample(double volts, double amperes, Metric... suspect) {
    String payload =
        "%04x %04x 2208 2710 002a 2eb1 0000 0000 0000 21 57 03 04 02 0b81 0b7c"
            .formatted(Math.round(volts * 100), Math.round(amperes * 100) & 0xFFFF);
    Link link = Samples.aSample().link();
    return Samples.sample("myBattery", payload, Answers.CELLS, Optional.empty(), link, suspect);
  }

  private void assertCounted(
      double charged, double discharged, double chargeIn, double chargeOut, Duration covered) {
    Energy counted = meter.counted();
    assertThat(counted.charged()).isCloseTo(charged, EXACT);
    assertThat(counted.discharged()).isCloseTo(discharged, EXACT);
    assertThat(counted.chargeIn()).isCloseTo(chargeIn, EXACT);
    assertThat(counted.chargeOut()).isCloseTo(chargeOut, EXACT);
    assertThat(counted.covered()).isEqualTo(covered);
  }
}
