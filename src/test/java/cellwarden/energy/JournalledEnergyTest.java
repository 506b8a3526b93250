package cellwarden.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.testing.Guard;
import cellwarden.testing.JournalledLines;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalledEnergyTest {

  private static final Energy ENERGY =
      new Energy(1234.5678, 0.0001, 98765.4321, 10, Duration.ofMillis(12_345_678_901L));

  private final JournalledLines journal = new JournalledLines();
  private final JournalledEnergy energy = new JournalledEnergy(journal, Runnable::run);

  @Test
  void isZeroInAnEmptyJournal() throws Exception {
    assertThat(last("left")).isEqualTo(Energy.ZERO);
  }

  @Test
  void givesWhatTheLastSampleSays() throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), Energy.ZERO));
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    journal.append(Samples.counted(Samples.aSample("right"), Energy.ZERO));

    assertThat(last("left")).isEqualTo(ENERGY);
    assertThat(last("right")).isEqualTo(Energy.ZERO);
    assertThat(last("other")).isEqualTo(Energy.ZERO);
  }

  @Test
  void looksBehindSamplesWithoutCounters() throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    journal.append(Samples.aSample("left"));

    assertThat(last("left")).isEqualTo(ENERGY);
  }

  /// A sample of 14:00 that was full a day before; one that does not know takes nothing away.
  @Test
  void knowsWhenABatteryWasFull() throws Exception {
    Instant before = Samples.TIME.minus(Duration.ofDays(1));
    journal.append(full(Samples.aSample("left"), 86_400));
    journal.append(full(Samples.aSample("right"), null));
    journal.append(full(Samples.aSample("left"), null));

    assertThat(energy.last("left").orElseThrow().full()).hasValue(before);
    assertThat(energy.last("right").orElseThrow().full()).isEmpty();
  }

  /// It was full in a run whose clock was wrong: later than the sample before it, nobody knows
  /// when.
  @Test
  void doesNotBelieveAClockThatWasNotSet() throws Exception {
    journal.append(full(Samples.aSample("left"), 86_400));
    Sample known = full(Samples.aSample("left"), 60);
    journal.append(
        new Sample(
            known.seq(),
            known.time(),
            false,
            known.battery(),
            known.values(),
            known.suspect(),
            known.link(),
            0));
    assertThat(energy.last("left").orElseThrow().full()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T14:00:00.123Z, 1e300",
    "2026-11-22T14:00:00.123Z, 9223372036854775807",
    "2026-11-22T14:00:00.123Z, 3e9",
    "2026-11-22T14:00:00.123Z, -60",
    "2026-11-22T14:00:00.123Z, '\"soon\"'",
    "noon, 60",
    "1970-01-01T00:00:00.123Z, 60",
    "-1000000-01-01T00:00:00.123Z, 1e300",
    "-1000000000-01-01T00:00:00.123Z, 60",
    "+292278994-08-17T07:12:55.808Z, 60",
  })
  void passesOverAFullChargeThatCannotBe(String time, String since) throws Exception {
    journal.append(full(Samples.aSample("left"), 86_400));
    journal.append(
        "{\"time\":\"%s\",\"battery\":\"left\",\"energy_charged\":5,\"energy_discharged\":5,\"charge_in\":5,\"charge_out\":5,\"energy_covered\":5,\"time_since_full_charge\":%s}"
            .formatted(time, since));

    EnergyLog.Start left = energy.last("left").orElseThrow();
    assertThat(left.energy().charged()).isEqualTo(5);
    assertThat(left.full()).hasValue(Samples.TIME.minus(Duration.ofDays(1)));
  }

  private static Sample full(Sample sample, @Nullable Integer since) {
    Map<Metric, @Nullable Object> values = new EnumMap<>(Metric.class);
    values.put(Metric.TIME_SINCE_FULL_CHARGE, since);
    return Samples.counted(sample.with(values), ENERGY);
  }

  /// A damaged line must not make a counter that stays for ever, nor one that overflows.
  @ParameterizedTest
  @ValueSource(strings = {"1e999", "1e300", "9223372036854775807", "-1"})
  void passesOverCountersThatCannotBe(String odd) throws Exception {
    for (String name : new String[] {"energy_charged", "charge_out", "energy_covered"}) {
      JournalledLines lines = new JournalledLines();
      lines.append(Samples.counted(Samples.aSample("left"), ENERGY));
      lines.append(
          "{\"battery\":\"left\",\"energy_charged\":5,\"energy_discharged\":5,\"charge_in\":5,"
              + "\"charge_out\":5,\"energy_covered\":5,\""
              + name
              + "\":"
              + odd
              + "}");

      assertThat(new JournalledEnergy(lines, Runnable::run).last("left").orElseThrow().energy())
          .as(name)
          .isEqualTo(ENERGY);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 2303, 2304, 2305, 5_000})
  void findsABatteryThatWasAwayForLong(int samplesOfAnother) throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    appendOthers(samplesOfAnother);

    assertThat(last("left")).isEqualTo(ENERGY);
  }

  @Test
  void readsTheEndOnlyWhereTheBatteryIsThere() throws Exception {
    appendOthers(5_000);
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));

    assertThat(last("left")).isEqualTo(ENERGY);
    assertThat(last("right")).isEqualTo(Energy.ZERO);
    assertThat(journal.linesRead()).isEqualTo(256);
  }

  @Test
  void readsEverythingForAnUnknownBatteryAndOnlyOnce() throws Exception {
    appendOthers(5_000);

    assertThat(last("left")).isEqualTo(Energy.ZERO);
    journal.append(Samples.counted(Samples.aSample("right"), ENERGY));
    assertThat(last("left")).isEqualTo(Energy.ZERO);
    assertThat(last("middle")).isEqualTo(Energy.ZERO);
    assertThat(journal.linesRead())
        .as("and one for each look whether it is still there")
        .isEqualTo(5_002);
  }

  @Test
  void goesOnWhereReadingFailed() throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    journal.setBroken(true);
    assertThatThrownBy(() -> energy.last("left"))
        .isInstanceOf(IOException.class)
        .hasMessage("bad block");

    journal.setBroken(false);
    assertThat(last("left")).isEqualTo(ENERGY);
  }

  /// A journal that is not open is not an empty one.
  @Test
  void saysNothingBeforeTheJournalIsOpen() throws Exception {
    journal.replace(0);
    assertThatThrownBy(() -> energy.last("left"))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not open yet");

    journal.replace(1);
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    assertThat(last("left")).isEqualTo(ENERGY);
  }

  @Test
  void searchesTheJournalOfEachEpoch() throws Exception {
    assertThat(last("left")).isEqualTo(Energy.ZERO);
    journal.append(Samples.counted(Samples.aSample("right"), ENERGY));
    assertThat(energy.last("right")).hasValue(EnergyLog.Start.unknown(1));

    journal.replace(2);
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    assertThat(energy.last("left")).hasValue(new EnergyLog.Start(2, ENERGY, Optional.empty()));
    assertThat(energy.last("right")).hasValue(EnergyLog.Start.unknown(2));
  }

  @Test
  void searchesBesideThoseWhoAsk() throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    appendOthers(5_000);
    List<Runnable> searches = new ArrayList<>();
    JournalledEnergy waiting = new JournalledEnergy(journal, searches::add, Duration.ZERO);

    assertThat(waiting.last("left")).isEmpty();
    assertThat(waiting.last("new")).isEmpty();
    assertThat(journal.linesRead()).isZero();

    assertThat(searches).hasSize(1);
    searches.getFirst().run();
    assertThat(waiting.last("left")).hasValue(new EnergyLog.Start(1, ENERGY, Optional.empty()));
    assertThat(waiting.last("new")).hasValue(EnergyLog.Start.unknown(1));
    assertThat(searches).hasSize(1);
  }

  /// The first portion is waited for, what is behind it is not.
  @Test
  void answersFromTheLastSamplesWhileTheRestIsSearched() throws Exception {
    appendOthers(5_000);
    CountDownLatch reads = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    journal.beforeRead(() -> {
      reads.countDown();
      if (reads.getCount() == 0) {
        awaitUninterruptibly(goOn);
      }
    });
    List<Thread> searches = new ArrayList<>();
    JournalledEnergy beside =
        new JournalledEnergy(
            journal, search -> searches.add(Thread.startVirtualThread(search)), Guard.HANG);

    assertThat(beside.last("left")).isEmpty();
    awaitUninterruptibly(reads);
    assertThat(beside.last("right")).hasValue(EnergyLog.Start.unknown(1));
    assertThat(beside.last("left")).isEmpty();

    goOn.countDown();
    assertThat(searches).hasSize(1);
    assertThat(searches.getFirst().join(Guard.HANG)).isTrue();
    assertThat(beside.last("left")).hasValue(EnergyLog.Start.unknown(1));
  }

  @Test
  void forgetsASearchWhoseJournalWasReplacedMeanwhile() throws Exception {
    journal.append(Samples.counted(Samples.aSample("left"), Energy.ZERO));
    List<Runnable> searches = new ArrayList<>();
    JournalledEnergy waiting = new JournalledEnergy(journal, searches::add, Duration.ZERO);
    assertThat(waiting.last("left")).isEmpty();

    journal.replace(2);
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    assertThat(waiting.last("left")).isEmpty();
    searches.forEach(Runnable::run);

    assertThat(waiting.last("left")).hasValue(new EnergyLog.Start(2, ENERGY, Optional.empty()));
  }

  /// A disk that goes away in the middle of a search leaves a folder in which the journal begins
  /// anew, as if all before had been removed.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void doesNotTakeADiskThatIsGoneForAJournalWithoutTheBattery(int read) {
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    appendOthers(5_000);
    AtomicInteger reads = new AtomicInteger();
    journal.beforeRead(() -> {
      if (reads.incrementAndGet() == read) {
        journal.loseFiles();
      }
    });

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> energy.last("left"))
          .isInstanceOf(IOException.class)
          .hasMessage("its last samples are not there");
    }
  }

  /// As a stop does: the reading in hand must still reach the journal.
  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    appendOthers(1);
    JournalledEnergy waiting = new JournalledEnergy(journal, _ -> {}, Guard.HANG);

    Thread.currentThread().interrupt();

    assertThat(waiting.last("left")).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
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
    journal.append(Samples.counted(Samples.aSample("left"), ENERGY));
    journal.append(line);

    assertThat(last("left")).isEqualTo(ENERGY);
  }

  private Energy last(String battery) throws IOException {
    return energy.last(battery).orElseThrow().energy();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void appendOthers(int samples) {
    Sample other = Samples.counted(Samples.aSample("right"), Energy.ZERO);
    for (int i = 0; i < samples; i++) {
      journal.append(other);
    }
  }
}
