package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.energy.Energy;
import cellwarden.energy.JournalledEnergy;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeTime;
import cellwarden.testing.JournalledLines;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A week of polls with outages, restarts and jumps of the wall clock; the counters against the
/// exact integral of a current that is known at every moment.
final class EnergyWeekTest {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final double VOLTS = 13.31;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double STEP = 1;

  private final FakeTime time = new FakeTime();
  private final JournalledLines journal = new JournalledLines();

  /// When register 03 was answered, a list for each run of the program.
  private final List<List<Duration>> runs = new ArrayList<>();

  private Duration outageEnds = Duration.ZERO;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void countsWhatFlowedWhileItLooked(long seed) throws Exception {
    Random random = new Random(seed);
    List<List<Double>> counted = new ArrayList<>();
    try (CapturedLog _ = CapturedLog.start()) {
      while (time.elapsed().compareTo(WEEK) < 0) {
        runs.add(new ArrayList<>());
        runUntil(time.elapsed().plus(between(random, 60, 80_000)), random, counted);
        time.advance(between(random, 1, 7_000));
      }
    }

    assertThat(runs).hasSizeGreaterThan(8);
    assertNeverFalls(counted);
    assertExact(
        new JournalledEnergy(journal, Runnable::run).last("myBattery").orElseThrow().energy());
  }

  private void runUntil(Duration end, Random random, List<List<Double>> counted) {
    time.endAfter(end);
    BatteryReader reader =
        new BatteryReader(
            Batteries.named("myBattery"),
            _ -> connect(random),
            RefusedPasswords.inMemory(),
            time,
            random);
    new BatteryPoller(
            "myBattery",
            reader,
            INTERVAL,
            event -> {
              if (event instanceof BatteryEvent.Reading(Sample sample)) {
                counted.add(published(journal.append(sample)));
              }
            },
            new JournalledEnergy(journal, Runnable::run),
            time,
            random,
            Duration.ZERO)
        .run();
  }

  private Connection connect(Random random) throws TransportException, InterruptedException {
    if (random.nextInt(200) == 0) {
      outageEnds = time.elapsed().plus(between(random, 10, 900));
    }
    if (random.nextInt(100) == 0) {
      time.setWall(Instant.ofEpochSecond(random.nextLong(2_000_000_000)));
    }
    ScriptedTransport transport = new ScriptedTransport(time);
    if (time.elapsed().compareTo(outageEnds) < 0) {
      transport.fails(TransportException.Kind.NOT_FOUND);
    } else {
      transport.opensAfter(
          Duration.ofMillis(random.nextInt(8000)),
          new ScriptedConnection(time).otherwise(this::answer));
    }
    return transport.connect(Duration.ofSeconds(10));
  }

  private Reply answer(String request) {
    if (!request.equals(Answers.READ_BASIC)) {
      return Answers.to(request);
    }
    runs.getLast().add(time.elapsed());
    int raw = (int) Math.round(amperes(seconds(time.elapsed())) * 100) & 0xFFFF;
    return Reply.of(Answers.answer(3, Answers.BASIC.replace("fe3c", "%04x".formatted(raw))));
  }

  /// A sun by day and a load that comes and goes every two hours.
  private static double amperes(double seconds) {
    return 30 * Math.sin(2 * Math.PI * seconds / 86_400)
        + 12 * Math.sin(2 * Math.PI * seconds / 7_200)
        - 3;
  }

  /// Not even by the digits that a restart cuts off.
  private static void assertNeverFalls(List<List<Double>> counted) {
    for (int i = 1; i < counted.size(); i++) {
      for (int counter = 0; counter < counted.get(i).size(); counter++) {
        assertThat(counted.get(i).get(counter))
            .isGreaterThanOrEqualTo(counted.get(i - 1).get(counter));
      }
    }
  }

  private static List<Double> published(Sample sample) {
    return Metric.COUNTERS.stream()
        .flatMapToDouble(counter -> sample.number(counter).stream())
        .boxed()
        .toList();
  }

  private void assertExact(Energy energy) {
    double in = 0;
    double out = 0;
    Duration covered = Duration.ZERO;
    for (List<Duration> answers : runs) {
      for (int i = 1; i < answers.size(); i++) {
        Duration gap = answers.get(i).minus(answers.get(i - 1));
        if (gap.compareTo(INTERVAL.multipliedBy(3)) <= 0) {
          covered = covered.plus(gap);
          double flowed = ampereHours(answers.get(i - 1), answers.get(i), 1);
          double back = ampereHours(answers.get(i - 1), answers.get(i), -1);
          in += flowed;
          out += back;
        }
      }
    }
    Percentage close = Percentage.withPercentage(0.02);
    assertThat(energy.chargeIn()).isCloseTo(in, close).isGreaterThan(300);
    assertThat(energy.chargeOut()).isCloseTo(out, close).isGreaterThan(300);
    assertThat(energy.charged()).isCloseTo(in * VOLTS, close);
    assertThat(energy.discharged()).isCloseTo(out * VOLTS, close);
    assertThat((double) energy.covered().toMillis())
        .isCloseTo((double) covered.toMillis(), within((double) runs.size()))
        .isBetween(0.5 * WEEK.toMillis(), 0.99 * WEEK.toMillis());
  }

  /// What flows this way, by small steps.
  ///
  /// @param sign 1 for what goes in, -1 for what comes out
  private static double ampereHours(Duration from, Duration to, int sign) {
    double start = seconds(from);
    int steps = (int) Math.ceil((seconds(to) - start) / STEP);
    double width = (seconds(to) - start) / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += Math.max(0, sign * amperes(start + (i + 0.5) * width)) * width;
    }
    return sum / SECONDS_PER_HOUR;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Duration between(Random random, int fromSeconds, int toSeconds) {
    return Duration.ofMillis(random.nextLong(fromSeconds * 1000L, toSeconds * 1000L));
  }
}
