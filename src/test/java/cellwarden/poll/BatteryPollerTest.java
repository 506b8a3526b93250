package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Fault;
import cellwarden.energy.EnergyLog;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Guard;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.time.SystemTime;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BatteryPollerTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final RecordingSink sink = new RecordingSink();
  private final List<Duration> polled = new ArrayList<>();
  private final Map<Integer, Runnable> inPoll = new HashMap<>();

  @Test
  void doesNotDriftOverThousandsOfPolls() {
    transport.otherwise(this::healthy);

    run(INTERVAL.multipliedBy(5000));

    assertThat(sink.samples()).hasSize(5001);
    assertThat(polled).hasSize(5001);
    for (int i = 0; i < polled.size(); i++) {
      assertThat(polled.get(i)).isEqualTo(INTERVAL.multipliedBy(i));
    }
  }

  @Test
  void leavesOutThePointsThatALongPollRanOver() {
    transport.opensAfter(Duration.ofSeconds(25), healthy()).otherwise(this::healthy);

    run(Duration.ofSeconds(41));

    assertThat(polled)
        .containsExactly(Duration.ofSeconds(25), Duration.ofSeconds(30), Duration.ofSeconds(40));
  }

  @Test
  void keepsItsScheduleWhenTheWallClockJumps() {
    time.setWall(Instant.EPOCH);
    List<Instant> jumps =
        List.of(
            Instant.parse("2026-11-22T14:00:00Z"),
            Instant.parse("2026-11-22T13:00:00Z"),
            Instant.parse("2030-01-01T00:00:00Z"));
    transport.otherwise(() -> {
      if (polled.size() % 2 == 1) {
        time.setWall(jumps.get(polled.size() / 2 % jumps.size()));
      }
      return healthy();
    });

    run(Duration.ofSeconds(60));

    assertThat(polled)
        .containsExactlyElementsOf(
            List.of(0, 10, 20, 30, 40, 50, 60).stream().map(Duration::ofSeconds).toList());
    assertThat(sink.samples().get(1).time()).isAfter(sink.samples().get(3).time());
  }

  @Test
  void keepsItsScheduleForTheFirstFailures() {
    transport.fails(TransportException.Kind.UNREACHABLE);
    transport.fails(TransportException.Kind.NOT_FOUND);
    transport.otherwise(this::healthy);

    run(Duration.ofSeconds(25));

    assertThat(sink.events()).hasSize(3);
    assertThat(polled).last().isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void putsPollsOffAfterThreeFailuresButNotForLong() {
    for (int i = 0; i < 200; i++) {
      transport.fails(TransportException.Kind.NOT_FOUND);
    }

    run(Duration.ofMinutes(30));

    List<Duration> pauses = time.pauses();
    assertThat(pauses).startsWith(INTERVAL, INTERVAL);
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
    assertThat(pauses.get(3)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
    assertThat(pauses.subList(4, pauses.size()))
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75)))
        .doesNotHaveDuplicates();
  }

  @Test
  void returnsToItsScheduleWhenTheBatteryIsBack() {
    for (int i = 0; i < 4; i++) {
      transport.fails(TransportException.Kind.NOT_FOUND);
    }
    transport.otherwise(this::healthy);

    run(Duration.ofMinutes(5));

    assertThat(polled.subList(1, polled.size()))
        .allMatch(at -> at.toNanos() % INTERVAL.toNanos() == 0);
  }

  @Test
  void countsFailuresInARowAndEndsEachPollWithOneEvent() {
    transport
        .fails(TransportException.Kind.NOT_FOUND)
        .fails(TransportException.Kind.DENIED)
        .opens(healthy())
        .fails(TransportException.Kind.NOT_FOUND)
        .otherwise(this::healthy);

    run(Duration.ofSeconds(45));

    assertThat(sink.events()).hasSize(5);
    assertThat(sink.samples()).hasSize(2);
    assertThat(sink.failures())
        .extracting(BatteryEvent.Failed::consecutive)
        .containsExactly(1, 2, 1);
    assertThat(sink.failures())
        .extracting(failed -> failed.fault().kind())
        .containsExactly(Fault.Kind.NOT_FOUND, Fault.Kind.DENIED, Fault.Kind.NOT_FOUND);
  }

  @Test
  void endsOnAnInterruptInTheMiddleOfAReadWithoutAnEvent() {
    transport.opens(
        new ScriptedConnection(time)
            .otherwise(_ -> {
              Thread.currentThread().interrupt();
              return Reply.silence();
            }));

    run(Duration.ofMinutes(1));

    assertThat(sink.events()).isEmpty();
    transport.assertAllClosed();
  }

  @Test
  void closesAKeptConnectionAtItsEnd() {
    ScriptedConnection link = healthy();
    transport.opens(link);

    poller(Batteries.named("myBattery").withKeepAlive(true), Duration.ofSeconds(15)).run();

    assertThat(sink.samples()).hasSize(2);
    assertThat(link.isOpen()).isFalse();
  }

  @Test
  void pollsAgainAtOnceWhenItIsAskedTo() {
    BatteryPoller control = poller(Batteries.named("myBattery"), Duration.ofSeconds(15));
    inPoll(1, () -> control.readNow());

    control.run();

    assertThat(polled).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));
  }

  @Test
  void leavesTheBatteryAloneInAPause() {
    ScriptedConnection link = healthy();
    transport.opens(link).otherwise(this::healthy);
    BatteryPoller control =
        poller(Batteries.named("myBattery").withKeepAlive(true), Duration.ofSeconds(45));
    inPoll(1, () -> control.pause(Duration.ofSeconds(25)));
    inPoll(2, () -> assertThat(link.isOpen()).isFalse());

    control.run();

    assertThat(polled)
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(25), Duration.ofSeconds(30), Duration.ofSeconds(40));
  }

  @Test
  void endsAPauseWhenItIsAskedTo() {
    BatteryPoller control = poller(Batteries.named("myBattery"), Duration.ofSeconds(15));
    inPoll(
        1,
        () -> {
          control.pause(Duration.ofDays(1));
          assertThat(control.health().paused()).isTrue();
          control.resume();
          control.resume();
        });

    control.run();

    assertThat(control.health().paused()).isFalse();
    assertThat(polled).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));
  }

  @Test
  void readsInAPauseAndGoesOnPausing() {
    BatteryPoller control = poller(Batteries.named("myBattery"), Duration.ofSeconds(45));
    inPoll(
        1,
        () -> {
          control.pause(Duration.ofSeconds(35));
          control.readNow();
        });

    control.run();

    assertThat(polled)
        .containsExactly(
            Duration.ZERO, Duration.ZERO, Duration.ofSeconds(35), Duration.ofSeconds(40));
  }

  @Test
  void doesNothingWhenNoPauseIsThereToEnd() {
    BatteryPoller control = poller(Batteries.named("myBattery"), Duration.ofSeconds(5));
    inPoll(1, () -> control.resume());

    control.run();

    assertThat(polled).containsExactly(Duration.ZERO);
  }

  @Test
  void countsHowItsPollsWent() {
    transport
        .opens(healthy())
        .fails(TransportException.Kind.NOT_FOUND)
        .fails(TransportException.Kind.NOT_FOUND);
    BatteryPoller poller = poller(Batteries.named("myBattery"), Duration.ofSeconds(25));
    poller.run();

    BatteryControl.PollHealth health = poller.health();
    assertThat(health)
        .isEqualTo(new BatteryControl.PollHealth(3, 2, 2, false, health.statistics(), Map.of()));
    assertThat(health.statistics().successRatio()).hasValue(0.333);
  }

  /// With the clocks of this machine: nobody waits for a day.
  @Test
  void wakesWhoeverWaits() throws Exception {
    ScriptedTransport real = new ScriptedTransport(time);
    real.otherwise(() -> new ScriptedConnection(time).otherwise(Answers::to));
    BatteryReader reader =
        new BatteryReader(
            Batteries.named("myBattery"), real, RefusedPasswords.inMemory(), time, new Random(1));
    BatteryPoller poller =
        new BatteryPoller(
            "myBattery",
            reader,
            Duration.ofDays(1),
            sink,
            _ -> Optional.of(EnergyLog.Start.unknown(1)),
            SystemTime.start(),
            new Random(2),
            Duration.ZERO);
    Thread thread = Thread.ofPlatform().start(poller);
    try {
      Guard.await("the first poll", () -> poller.health().polls() == 1);
      poller.pause(Duration.ofDays(2));
      poller.readNow();
      Guard.await("a poll that was asked for", () -> poller.health().polls() == 2);
      poller.resume();
      Guard.await("the poll after the pause", () -> poller.health().polls() == 3);
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  /// Has something done in the middle of one of the polls.
  private void inPoll(int number, Runnable action) {
    transport.otherwise(this::healthy);
    inPoll.put(number, action);
  }

  private void run(Duration duration) {
    poller(Batteries.named("myBattery"), duration).run();
  }

  private BatteryPoller poller(BatteryConfig settings, Duration duration) {
    time.endAfter(duration);
    BatteryReader reader =
        new BatteryReader(settings, transport, RefusedPasswords.inMemory(), time, new Random(1));
    return new BatteryPoller(
        "myBattery",
        reader,
        INTERVAL,
        sink,
        _ -> Optional.of(EnergyLog.Start.unknown(1)),
        time,
        new Random(2),
        Duration.ZERO);
  }

  private ScriptedConnection healthy() {
    return new ScriptedConnection(time)
        .otherwise(request -> {
          if (request.equals(Answers.READ_BASIC)) {
            polled.add(time.elapsed());
            inPoll.getOrDefault(polled.size(), () -> {}).run();
          }
          return Answers.to(request);
        });
  }
}
