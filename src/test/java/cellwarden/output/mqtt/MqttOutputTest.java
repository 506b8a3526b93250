package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.mqtt.client.BrokerLimits;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MqttOutputTest {

  private static final Published BRIDGE_ONLINE = Published.retained("base/bridge/state", "online");
  private static final Published BRIDGE_OFFLINE =
      Published.retained("base/bridge/state", "offline");
  private static final Published ONLINE =
      Published.retained("base/myBattery/availability", "online");
  private static final Published OFFLINE =
      Published.retained("base/myBattery/availability", "offline");
  private static final Published SAMPLE =
      Published.retained(
          "base/myBattery",
          new String(EventJson.encode(Samples.aSample()), StandardCharsets.UTF_8));

  private final FakeBroker broker = new FakeBroker();
  private final List<Integer> pauses = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final MqttOutput output = output(Duration.ZERO);
  private Thread thread = unstarted(output);
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() throws Exception {
    output.stop();
    thread.interrupt();
    assertThat(!thread.isAlive() || thread.join(Guard.HANG)).as("the output ends").isTrue();
    log.close();
  }

  @Test
  void beginsWithTheStateOfTheBridgeAndTheLatestOfEachBattery() throws Exception {
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    thread.start();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(log.messages("INFO")).containsExactly("mqtt: connected to mqtt://fake:1883");
  }

  @Test
  void publishesEachEventAsItComes() throws Exception {
    thread.start();
    assertPublished(BRIDGE_ONLINE);

    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    assertPublished(ONLINE, SAMPLE);
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    assertPublished(SAMPLE);
    output.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));
    assertPublished(OFFLINE);
  }

  @Test
  void triesAgainWithGrowingPausesUntilTheBrokerIsThere() throws Exception {
    broker.failsToConnect(
        MqttException.Kind.AWAY, MqttException.Kind.AWAY, MqttException.Kind.AWAY);
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    thread.start();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(pauses).containsExactly(1, 2, 3);
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883: scripted: AWAY; reading and journalling go on, the"
                + " connection is tried again until it stands");
  }

  @Test
  void pausesLongerWhereSessionsDoNotLastAndSaysSoOnce() throws Exception {
    thread.start();
    for (int i = 0; i < 3; i++) {
      FakeBroker.Session session = broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
      session.lose();
    }

    broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    assertThat(pauses).containsExactly(1, 2, 3);
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883: the connection broke: scripted: lost; "
                + "reading and journalling go on, the connection is tried again until it stands");
  }

  @Test
  void publishesOnlyTheLatestOfWhatHappenedWhileTheBrokerWasAway() throws Exception {
    thread.start();
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    broker.failsToConnect(MqttException.Kind.AWAY);
    broker.whenPublished(() -> {
      for (int i = 0; i < 100; i++) {
        output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      }
      output.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));
    });

    first.lose();

    assertPublished(BRIDGE_ONLINE);
    for (int i = 0; i < 101; i++) {
      broker.awaitMessage();
    }
    assertPublished(OFFLINE);
    first = broker.awaitSession();
    first.lose();
    assertPublished(BRIDGE_ONLINE, OFFLINE, SAMPLE);
  }

  @Test
  void outlivesARefusalOfTheFirstLoginAndSaysSoOnce() throws Exception {
    broker.failsToConnect(MqttException.Kind.LOGIN_REFUSED, MqttException.Kind.LOGIN_REFUSED);
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    thread.start();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(pauses).containsExactly(1, 2);
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 refused the login (scripted: LOGIN_REFUSED); check"
                + " mqtt.username and mqtt.password or mqtt.password_file; reading and journalling"
                + " go on, the connection is tried again until it stands");
  }

  /// Which of the two it is the broker does not say.
  @Test
  void namesTheTopicOfTheLastWillWhenTheBrokerLetsNobodyIn() throws Exception {
    broker.failsToConnect(MqttException.Kind.NOT_AUTHORIZED);
    thread.start();

    assertPublished(BRIDGE_ONLINE);
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 refused the connection (scripted: NOT_AUTHORIZED); check"
                + " mqtt.username and mqtt.password or mqtt.password_file, and let this user publish"
                + " to base/bridge/state, the topic of the last will; reading and journalling go on,"
                + " the connection is tried again until it stands");
  }

  @Test
  void outlivesARefusalByABrokerThatWasAwayAtTheStart() throws Exception {
    broker.failsToConnect(MqttException.Kind.AWAY, MqttException.Kind.NOT_AUTHORIZED);
    thread.start();

    assertPublished(BRIDGE_ONLINE);
    assertThat(log.messages("WARN")).hasSize(2).last().asString().contains("NOT_AUTHORIZED");
  }

  @Test
  void outlivesARefusalOnceItWasAccepted() throws Exception {
    thread.start();
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    broker.failsToConnect(MqttException.Kind.NOT_AUTHORIZED);

    first.lose();

    assertPublished(BRIDGE_ONLINE);
  }

  @Test
  void saysThatALoginIsRefusedEvenAfterItSaidThatTheBrokerIsAway() throws Exception {
    thread.start();
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    broker.failsToConnect(
        MqttException.Kind.AWAY,
        MqttException.Kind.AWAY,
        MqttException.Kind.NOT_AUTHORIZED,
        MqttException.Kind.NOT_AUTHORIZED);

    first.lose();

    assertPublished(BRIDGE_ONLINE);
    assertThat(log.messages("WARN")).hasSize(2).first().asString().contains("the connection broke");
    assertThat(log.messages("WARN")).last().asString().contains("NOT_AUTHORIZED");
  }

  @Test
  void sendsEverythingAgainWhenTheConnectionBreaksWhileItWaits() throws Exception {
    thread.start();
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    FakeBroker.Session first = broker.awaitSession();
    awaitSample();

    first.lose();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(first.isClosed()).isTrue();
    assertThat(pauses).containsExactly(1);
  }

  @Test
  void sendsAgainWhatTheConnectionBrokeUnder() throws Exception {
    thread.start();
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    broker.whenPublished(first::lose);

    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void passesOverATopicThatTheBrokerRefusesAndSaysSoOnce() throws Exception {
    thread.start();
    broker.awaitSession().refuse("base/myBattery/availability", () -> {});
    assertPublished(BRIDGE_ONLINE);

    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    assertPublished(SAMPLE);
    output.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    assertPublished(SAMPLE);

    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 does not take base/myBattery/availability (scripted:"
                + " refused); let this user publish there");
    assertThat(pauses).isEmpty();
  }

  @Test
  void saysWhatToDoAboutAMessageThatIsTooLarge() throws Exception {
    thread.start();
    broker.awaitSession().findsTooLarge("base/myBattery");
    assertPublished(BRIDGE_ONLINE);

    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    assertPublished(ONLINE);
    output.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));
    assertPublished(OFFLINE);

    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 does not take base/myBattery (scripted: refused); raise"
                + " the largest packet of the broker");
  }

  /// As brokers do whose access list, or whose largest packet, knows no other answer.
  @Test
  void leavesATopicAloneUnderWhichEachSessionBreaks() throws Exception {
    broker.whenConnected(session -> session.breaksOn("base/myBattery", () -> {}));
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
    output.accept(EncodedEvent.of(Samples.aFailure("other", 3)));
    thread.start();

    for (int i = 0; i < 3; i++) {
      assertPublished(BRIDGE_ONLINE, ONLINE);
    }
    assertPublished(
        BRIDGE_ONLINE, ONLINE, Published.retained("base/other/availability", "offline"));
    assertThat(log.messages("WARN"))
        .contains(
            "mqtt: broker mqtt://fake:1883 does not take base/myBattery (each session broke when"
                + " something was sent there); check the rights of this user and the limits of the"
                + " broker, it is tried again each 60 minutes");
  }

  @Test
  void saysOnceWhatTheBrokerTakesLessThanItIsAskedFor() throws Exception {
    broker.whenConnected(
        session -> session.has(new BrokerLimits(false, false, OptionalInt.empty())));
    thread.start();
    for (int i = 0; i < 2; i++) {
      assertPublished(BRIDGE_ONLINE);
      broker.awaitSession().lose();
    }
    assertPublished(BRIDGE_ONLINE);

    assertThat(log.messages("WARN"))
        .filteredOn(line -> line.contains("less than is asked for"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 takes messages with less than is asked for: it keeps no"
                + " messages (retain), so who subscribes waits for the next reading and hears of no"
                + " state before; it acknowledges none (its highest QoS is 0), so what is lost on"
                + " the way to it is not sent again");
  }

  @Test
  void putsRightThatTheBridgeIsOfflineWhenAnotherOneSaysSo() throws Exception {
    thread.start();
    FakeBroker.Session session = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);

    session.hears("base/bridge/state", "online");
    session.hears("base/bridge/state", "offline");
    assertPublished(BRIDGE_ONLINE);
    session.hears("base/bridge/state", "offline");
    assertPublished(BRIDGE_ONLINE);

    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: another program said base/bridge/state is offline, which this one puts right;"
                + " give each installation a mqtt.base_topic of its own to tell them apart");
    output.stop();
    assertPublished(BRIDGE_OFFLINE);
  }

  @Test
  void saysAtOnceThatAnotherProgramHasTheSameId() throws Exception {
    thread.start();
    for (int i = 0; i < 2; i++) {
      FakeBroker.Session session = broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
      session.isTakenOver();
    }
    assertPublished(BRIDGE_ONLINE);

    assertThat(pauses).containsExactly(1, 2);
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883: the connection broke: scripted: lost (cellwarden-1234);"
                + " give each one an id of its own; reading and journalling go on, the connection is"
                + " tried again until it stands");
  }

  /// In MQTT 3.1.1 a broker only closes the connection of the one that is thrown out.
  @Test
  void namesTheLikelyReasonWhereSessionsEndAgainAndAgain() throws Exception {
    thread.start();
    for (int i = 0; i < 6; i++) {
      FakeBroker.Session session = broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
      session.lose();
    }
    assertPublished(BRIDGE_ONLINE);

    assertThat(log.messages("WARN"))
        .hasSize(2)
        .last()
        .isEqualTo(
            "mqtt: 4 sessions in a row ended soon after they began (the connection broke: scripted:"
                + " lost); most often another program uses the client id cellwarden-1234 too, so give"
                + " each one a mqtt.client_id of its own");
  }

  /// Some brokers break the connection where a subscription is not allowed.
  @Test
  void listensToHomeAssistantNoMoreWhereSessionsBreak() throws Exception {
    thread.start();
    for (int i = 0; i < 4; i++) {
      FakeBroker.Session session = broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
      Guard.await("a subscription", () -> session.isHeardOn("homeassistant/status"));
      session.lose();
    }
    FakeBroker.Session fifth = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    output.accept(EncodedEvent.of(Samples.aReading("myBattery")));

    assertPublished(ONLINE, SAMPLE);
    assertThat(fifth.isHeardOn("base/bridge/state")).isTrue();
    assertThat(fifth.isHeardOn("homeassistant/status")).isFalse();
  }

  /// A link that drops again and again is found again at once each time.
  @Test
  void beginsWithShortPausesAgainAfterASessionInWhichSomethingWasAcknowledged() throws Exception {
    broker.failsToConnect(MqttException.Kind.AWAY, MqttException.Kind.AWAY);
    thread.start();
    for (int i = 0; i < 2; i++) {
      FakeBroker.Session session = broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
      nanos.addAndGet(Duration.ofSeconds(25).toNanos());
      session.lose();
    }
    assertPublished(BRIDGE_ONLINE);

    assertThat(pauses).containsExactly(1, 2, 1, 1);
  }

  @Test
  void publishesWhatWaitsAndSaysOfflineWhenItStops() throws Exception {
    broker.whenPublished(() -> {
      output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      output.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      output.stop();
    });
    thread.start();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE, SAMPLE, BRIDGE_OFFLINE);
    assertThat(thread.join(Guard.HANG)).isTrue();
    assertThat(broker.awaitSession().isClosed()).isTrue();
  }

  @Test
  void stopsWhileItWaitsForEvents() throws Exception {
    thread.start();
    assertPublished(BRIDGE_ONLINE);

    output.stop();

    assertPublished(BRIDGE_OFFLINE);
    assertThat(thread.join(Guard.HANG)).isTrue();
  }

  @Test
  void stopsAtOnceWhileTheBrokerIsAway() throws Exception {
    MqttOutput patient = output(Duration.ofHours(1));
    broker.failsToConnect(MqttException.Kind.AWAY);
    thread = unstarted(patient);
    thread.start();
    Guard.await("a pause", () -> !pauses.isEmpty());

    patient.stop();

    assertThat(thread.join(Guard.HANG)).isTrue();
    assertThat(broker.isQuiet()).isTrue();
  }

  @Test
  void endsOnAnInterruptWithoutAFarewell() throws Exception {
    thread.start();
    FakeBroker.Session session = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);

    thread.interrupt();

    assertThat(thread.join(Guard.HANG)).isTrue();
    assertThat(session.isClosed()).isTrue();
    assertThat(broker.isQuiet()).isTrue();
  }

  @Test
  void connectsNowhereWhenItWasStoppedBefore() throws Exception {
    output.stop();
    thread.start();

    assertThat(thread.join(Guard.HANG)).isTrue();
    assertThat(broker.isQuiet()).isTrue();
  }

  private MqttOutput output(Duration pause) {
    Topics topics = new Topics("base");
    return new MqttOutput(
        broker,
        SamplePayloads.plain(topics),
        Silence.discovery(topics),
        Silence.facts(),
        new FakeSampleLog(),
        Delivery.withoutBackfill(),
        Optional.empty(),
        failures -> {
          pauses.add(failures);
          return pause;
        },
        nanos::get);
  }

  /// A thread that an interrupt ends.
  static Thread unstarted(MqttOutput output) {
    return Thread.ofPlatform()
        .unstarted(() -> {
          try {
            output.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void awaitSample() throws InterruptedException {
    Published message = broker.awaitMessage();
    while (!message.equals(SAMPLE)) {
      message = broker.awaitMessage();
    }
  }

  private void assertPublished(Published... messages) throws InterruptedException {
    for (Published message : messages) {
      assertThat(broker.awaitMessage()).isEqualTo(message);
    }
  }
}
