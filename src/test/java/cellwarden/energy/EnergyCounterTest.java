package cellwarden.energy;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Sample;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.JournalledLines;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The battery of [Samples#aSample] gives 4.52 A at 13.31 V, 60.1612 W.
final class EnergyCounterTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final JournalledLines journal = new JournalledLines();

  @Test
  void beginsAtZero() throws Exception {
    assertThat(energy(counter(), 0)).hasValue(Energy.ZERO);
  }

  /// 10 s at 60.1612 W are 0.167114 Wh, at 4.52 A 0.012556 Ah. The time until the restart's first
  /// reading is not counted.
  @Test
  void goesOnWhereTheJournalEnds() throws Exception {
    EnergyCounter first = counter();
    journal.append(first.count(Samples.aSample(), 0, false));
    journal.append(first.count(Samples.aSample(), INTERVAL.toNanos(), false));

    EnergyCounter second = counter();
    Energy start = energy(second, -7).orElseThrow();
    assertThat(start).isEqualTo(new Energy(0, 0.1671, 0, 0.0126, INTERVAL));

    Energy end = energy(second, INTERVAL.toNanos() - 7).orElseThrow();
    assertThat(end.discharged()).isEqualTo(0.3342);
    assertThat(end.chargeOut()).isEqualTo(0.0252);
    assertThat(end.covered()).isEqualTo(INTERVAL.multipliedBy(2));
  }

  /// What could not be journalled was counted all the same, so the next line has it.
  @Test
  void losesNothingOfASampleThatIsNotJournalled() throws Exception {
    EnergyCounter counter = counter();
    for (int i = 0; i < 10; i++) {
      Sample sample = counter.count(Samples.aSample(), INTERVAL.toNanos() * i, false);
      if (i == 0 || i == 9) {
        journal.append(sample);
      }
    }

    Energy last =
        new JournalledEnergy(journal, Runnable::run).last("myBattery").orElseThrow().energy();
    assertThat(last.chargeOut()).isEqualTo(0.113);
    assertThat(last.covered()).isEqualTo(INTERVAL.multipliedBy(9));
  }

  /// A counter that began at zero again could never be put right; one that is not there can.
  @Test
  void saysNothingRatherThanZeroWhileTheJournalCannotBeRead() throws Exception {
    Energy before = new Energy(5, 6, 7, 8, Duration.ofDays(1));
    journal.append(Samples.counted(Samples.aSample(), before));
    journal.setBroken(true);
    EnergyCounter counter = counter();

    try (CapturedLog log = CapturedLog.start()) {
      assertThat(energy(counter, 0)).isEmpty();
      assertThat(energy(counter, INTERVAL.toNanos())).isEmpty();
      assertThat(log.messages("WARN"))
          .singleElement()
          .asString()
          .startsWith(
              "myBattery: its energy counters cannot be found in the journal (bad block), so");
    }
    journal.setBroken(false);

    assertThat(energy(counter, INTERVAL.toNanos()).orElseThrow())
        .satisfies(energy -> assertThat(energy.charged()).isEqualTo(5))
        .satisfies(energy -> assertThat(energy.chargeOut()).isEqualTo(8.0126))
        .satisfies(
            energy -> assertThat(energy.covered()).isEqualTo(Duration.ofDays(1).plus(INTERVAL)));
  }

  /// Counted on an empty folder until its disk was mounted: it did flow, so it is added to what the
  /// disk knows.
  @Test
  void looksAgainInAJournalThatTookThePlaceOfAnother() throws Exception {
    EnergyCounter counter = counter();
    assertThat(energy(counter, 0)).hasValue(Energy.ZERO);

    journal.replace(2);
    journal.append(Samples.counted(Samples.aSample(), new Energy(5, 6, 7, 8, Duration.ofDays(1))));
    Sample next = counter.count(Samples.aSample(), INTERVAL.toNanos(), false);

    assertThat(next.journalId()).isEqualTo(2);
    assertThat(Samples.energy(next).orElseThrow().chargeOut()).isEqualTo(8.0126);
    assertThat(Samples.energy(next).orElseThrow().covered())
        .isEqualTo(Duration.ofDays(1).plus(INTERVAL));
  }

  @Test
  void saysOnceThatTheWholeJournalIsSearched() {
    EnergyCounter counter = new EnergyCounter(INTERVAL, _ -> Optional.empty());
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(energy(counter, 0)).isEmpty();
      assertThat(energy(counter, INTERVAL.toNanos())).isEmpty();
      assertThat(log.messages("INFO"))
          .containsExactly(
              "myBattery: its energy counters are not in the last samples of the journal, so all of it is searched; its"
                  + " samples have none until that is done");
    }
  }

  private static Optional<Energy> energy(EnergyCounter counter, long nanos) {
    return Samples.energy(counter.count(Samples.aSample(), nanos, false));
  }

  private EnergyCounter counter() {
    return new EnergyCounter(INTERVAL, new JournalledEnergy(journal, Runnable::run));
  }
}
