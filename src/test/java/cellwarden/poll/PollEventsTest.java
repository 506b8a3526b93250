package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.EventJson;
import cellwarden.energy.EnergyLog;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.transport.TransportException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The events that a battery goes offline and is back, and the counts of what was done for it.
final class PollEventsTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final RecordingSink sink = new RecordingSink();

  @Test
  void saysThatTheLinkIsLostWithTheThirdFailureAndBackWithTheNextSample() {
    transport.opens(healthy());
    for (int i = 0; i < 4; i++) {
      transport.fails(Kind.NOT_FOUND);
    }
    transport.otherwise(this::healthy);

    run(Duration.ofMinutes(3));

    List<BatteryEvent> events = sink.events();
    assertThat(events.get(3)).isInstanceOf(BatteryEvent.Failed.class);
    assertThat(json(events.get(4)))
        .isEqualTo(
            "{\"time\":\"2026-11-22T14:00:30.123Z\",\"battery\":\"myBattery\",\"event\":\"link_lost\","
                + "\"data\":{\"fault\":{\"kind\":\"not_found\",\"detail\":\"scripted: NOT_FOUND\"},\"failures\":3}}");
    assertThat(events.get(6)).isInstanceOf(BatteryEvent.Reading.class);
    Incident back = (Incident) events.get(7);
    long seconds = Duration.between(FakeTime.START, back.time()).toSeconds() - 10;
    assertThat(json(back))
        .endsWith("\"event\":\"link_back\",\"data\":{\"seconds\":" + seconds + ",\"attempts\":5}}");
    assertThat(incidents()).hasSize(2);
  }

  @Test
  void saysNothingOfTwoFailures() {
    transport.fails(Kind.NOT_FOUND).fails(Kind.NOT_FOUND).otherwise(this::healthy);

    run(Duration.ofMinutes(1));

    assertThat(incidents()).isEmpty();
  }

  @Test
  void marksTheTimeOfAClockThatWasNotSet() {
    time.setClockSet(false);
    for (int i = 0; i < 3; i++) {
      transport.fails(Kind.NOT_FOUND);
    }

    run(Duration.ofSeconds(25));

    assertThat(json(incidents().getFirst())).contains("\"clock\":\"unsynchronised\"");
  }

  @Test
  void countsRequestsAndConnectsThatWereTriedAgain() {
    transport
        .fails(Kind.UNREACHABLE)
        .opens(new ScriptedConnection(time, Reply.silence()).otherwise(Answers::to));

    BatteryPoller poller = run(Duration.ofSeconds(5));

    assertThat(sink.samples()).hasSize(1);
    assertThat(poller.health().recoveries()).isEqualTo(Map.of("retry", 1, "reconnect", 1));
  }

  private BatteryPoller run(Duration duration) {
    time.endAfter(duration);
    BatteryPoller poller =
        new BatteryPoller(
            "myBattery",
            new BatteryReader(
                Batteries.named("myBattery"),
                transport,
                RefusedPasswords.inMemory(),
                time,
                new Random(1)),
            INTERVAL,
            sink,
            _ -> Optional.of(EnergyLog.Start.unknown(1)),
            time,
            new Random(2),
            Duration.ZERO);
    poller.run();
    return poller;
  }

  private ScriptedConnection healthy() {
    return new ScriptedConnection(time).otherwise(Answers::to);
  }

  private List<BatteryEvent> incidents() {
    return sink.events().stream().filter(Incident.class::isInstance).toList();
  }

  private static String json(BatteryEvent event) {
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }
}
