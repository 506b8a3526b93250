package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MqttOutputTest {

  private static final Message BRIDGE_ONLINE = Message.retained("base/bridge/state", "online");
  private static final Message BRIDGE_OFFLINE = Message.retained("base/bridge/state", "offline");
  private static final Message ONLINE = Message.retained("base/myBattery/availability", "online");
  private static final Message OFFLINE = Message.retained("base/myBattery/availability", "offline");
  private static final Message SAMPLE =
      Message.retained(
          "base/myBattery",
          new String(EventJson.encode(Samples.aSample()), StandardCharsets.UTF_8));

  private final FakeBroker broker = new FakeBroker();
  private final List<Integer> pauses = new CopyOnWriteArrayList<>();
  private final MqttOutput output = output(Duration.ZERO);
  private Thread thread = Thread.ofPlatform().unstarted(output);
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
    output.accept(Samples.aReading("myBattery"));
    output.accept(Samples.aReading("myBattery"));
    thread.start();

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(log.messages("INFO")).containsExactly("mqtt: connected to mqtt://fake:1883");
  }

  @Test
  void publishesEachEventAsItComes() throws Exception {
    thread.start();
    assertPublished(BRIDGE_ONLINE);

    output.accept(Samples.aReading("myBattery"));
    assertPublished(ONLINE, SAMPLE);
    output.accept(Samples.aReading("myBattery"));
    assertPublished(SAMPLE);
    output.accept(Samples.aFailure("myBattery", 3));
    assertPublished(OFFLINE);
  }

  @Test
  void triesAgainWithGrowingPausesUntilTheBrokerIsThere() throws Exception {
    broker.failsToConnect(
        MqttException.Kind.AWAY, MqttException.Kind.AWAY, MqttException.Kind.AWAY);
    output.accept(Samples.aReading("myBattery"));
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
            "mqtt: broker mqtt://fake:1883: the connection broke: scripted: lost; reading and"
                + " journalling go on, the connection is tried again until it stands");
  }

  @Test
  void publishesOnlyTheLatestOfWhatHappenedWhileTheBrokerWasAway() throws Exception {
    thread.start();
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    broker.failsToConnect(MqttException.Kind.AWAY);
    broker.whenPublished(() -> {
      for (int i = 0; i < 100; i++) {
        output.accept(Samples.aReading("myBattery"));
      }
      output.accept(Samples.aFailure("myBattery", 3));
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
    output.accept(Samples.aReading("myBattery"));
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
    output.accept(Samples.aReading("myBattery"));
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

    output.accept(Samples.aReading("myBattery"));

    assertPublished(BRIDGE_ONLINE, ONLINE, SAMPLE);
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void passesOverATopicThatTheBrokerRefusesAndSaysSoOnce() throws Exception {
    thread.start();
    broker.awaitSession().refuse("base/myBattery/availability", () -> {});
    assertPublished(BRIDGE_ONLINE);

    output.accept(Samples.aReading("myBattery"));
    assertPublished(SAMPLE);
    output.accept(Samples.aFailure("myBattery", 3));
    output.accept(Samples.aReading("myBattery"));
    assertPublished(SAMPLE);

    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: broker mqtt://fake:1883 does not take base/myBattery/availability (scripted:"
                + " refused); let this user publish there");
    assertThat(pauses).isEmpty();
  }

  @Test
  void publishesWhatWaitsAndSaysOfflineWhenItStops() throws Exception {
    broker.whenPublished(() -> {
      output.accept(Samples.aReading("myBattery"));
      output.accept(Samples.aReading("myBattery"));
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
    thread = Thread.ofPlatform().unstarted(patient);
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
        topics,
        new Outbox(topics, Delivery.withoutBackfill()),
        Optional.empty(),
        failures -> {
          pauses.add(failures);
          return pause;
        });
  }

  private void awaitSample() throws InterruptedException {
    Message message = broker.awaitMessage();
    while (!message.equals(SAMPLE)) {
      message = broker.awaitMessage();
    }
  }

  private void assertPublished(Message... messages) throws InterruptedException {
    for (Message message : messages) {
      assertThat(broker.awaitMessage()).isEqualTo(message);
    }
  }
}
