package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sample;
import cellwarden.energy.Energy;
import cellwarden.energy.EnergyLog;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Reply;
import cellwarden.testing.Samples;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wall clock is set while batteries are read.
final class ClockStepTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final RecordingSink sink = new RecordingSink();

  @Test
  void marksWhatWasReadBeforeTheClockWasSet() {
    time.setWall(Instant.ofEpochSecond(12));
    time.setClockSet(false);
    transport.otherwise(() -> {
      if (transport.connects() == 3) {
        set(NOW);
      }
      return connection(_ -> {});
    });

    run(Duration.ofSeconds(45));

    assertThat(sink.samples())
        .extracting(Sample::clockSet)
        .containsExactly(false, false, true, true, true);
    assertThat(sink.samples())
        .extracting(Sample::time)
        .containsExactly(
            Instant.parse("1970-01-01T00:00:12.350Z"),
            Instant.parse("1970-01-01T00:00:22.350Z"),
            NOW.plusMillis(350),
            NOW.plusMillis(10_350),
            NOW.plusMillis(20_350));
  }

  /// Between the answers to 03 and 04: the sample keeps the time of 03 and its mark.
  @Test
  void marksASampleThatTheClockWasSetInTheMiddleOf() {
    time.setWall(Instant.ofEpochSecond(12));
    time.setClockSet(false);
    transport.otherwise(() ->
        connection(request -> {
          if (request.equals(Answers.READ_CELLS) && !time.clockIsSet()) {
            set(NOW);
          }
        }));

    run(Duration.ofSeconds(15));

    assertThat(sink.samples()).extracting(Sample::clockSet).containsExactly(false, true);
    Sample first = sink.samples().getFirst();
    assertThat(first.time()).isEqualTo(Instant.parse("1970-01-01T00:00:12.350Z"));
    assertThat(first.link().connect()).isEqualTo(Duration.ofMillis(300));
    assertThat(first.link().read()).isEqualTo(Duration.ofMillis(150));
  }

  @Test
  void marksFailedPollsToo() {
    time.setClockSet(false);
    transport
        .fails(TransportException.Kind.NOT_FOUND)
        .otherwise(() -> {
          set(NOW);
          return new ScriptedConnection(time).otherwise(_ -> Reply.silence());
        });

    run(Duration.ofSeconds(25));

    assertThat(sink.failures())
        .extracting(BatteryEvent.Failed::clockSet)
        .containsExactly(false, true);
  }

  /// 4.52 A for 10 s each time, to the four decimals of a counter, whatever the wall clock does
  /// meanwhile.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-22T13:59:00Z",
        "2026-11-22T14:00:21Z",
        "2038-01-19T03:14:08Z"
      })
  void countsTheSameEnergyWhateverTheWallClockDoes(Instant jump) {
    transport.otherwise(() ->
        connection(request -> {
          if (request.equals(Answers.READ_CELLS)) {
            time.setWall(time.now().isAfter(jump) ? jump : NOW);
          }
        }));

    run(Duration.ofSeconds(105));

    List<Energy> counted =
        sink.samples().stream().map(sample -> Samples.energy(sample).orElseThrow()).toList();
    assertThat(counted).hasSize(11);
    for (int i = 0; i < counted.size(); i++) {
      assertThat(counted.get(i).covered()).isEqualTo(INTERVAL.multipliedBy(i));
      assertThat(counted.get(i).chargeOut() * 3600 / 4.52).isCloseTo(i * 10, within(0.05));
    }
  }

  private void set(Instant now) {
    time.setWall(now);
    time.setClockSet(true);
  }

  /// Connects in 300 ms and answers in 50 ms each.
  private ScriptedConnection connection(Consumer<String> beforeAnswer) {
    time.advance(Duration.ofMillis(300));
    return new ScriptedConnection(time)
        .otherwise(request -> {
          beforeAnswer.accept(request);
          return later(Answers.to(request));
        });
  }

  private static Reply later(Reply reply) {
    return new Reply(
        reply.arrivals().stream()
            .map(arrival -> new Reply.Arrival(Duration.ofMillis(50), arrival.fragment()))
            .toList());
  }

  private void run(Duration duration) {
    time.endAfter(duration);
    BatteryReader reader =
        new BatteryReader(
            Batteries.named("myBattery"),
            transport,
            RefusedPasswords.inMemory(),
            time,
            new Random(1));
    new BatteryPoller(
            "myBattery",
            reader,
            INTERVAL,
            sink,
            _ -> Optional.of(EnergyLog.Start.unknown(1)),
            time,
            new Random(2),
            Duration.ZERO)
        .run();
  }
}
