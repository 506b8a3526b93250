package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.MqttConfig;
import cellwarden.config.MqttUrl;
import cellwarden.config.Secret;
import cellwarden.testing.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The MQTT output against a real broker.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MosquittoIT {

  private static final String ONLINE = "batterie/bridge/state online";
  private static final String OFFLINE = "batterie/bridge/state offline";
  private static final Duration GUARD = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private @Nullable MqttOutput output;
  private @Nullable Thread thread;

  @AfterEach
  void end() throws InterruptedException {
    if (output != null && thread != null) {
      output.stop();
      thread.interrupt();
      assertThat(thread.join(GUARD)).as("the output ends").isTrue();
    }
  }

  @Test
  void publishesInVersion5AndSaysGoodbye() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder);
        Mosquitto.Subscription live = broker.subscribe("batterie/#")) {
      MqttOutput started = start(config(broker.port()));
      live.await("0 " + ONLINE);
      started.accept(Samples.aReading("myBattery"));
      assertThat(live.next()).isEqualTo("0 batterie/myBattery/availability online");
      assertThat(live.next()).startsWith("0 batterie/myBattery {\"time\":").endsWith("}}");

      try (Mosquitto.Subscription later = broker.subscribe("batterie/myBattery/#")) {
        assertThat(later.next()).startsWith("1 batterie/myBattery");
        assertThat(later.next()).startsWith("1 batterie/myBattery");
      }
      started.stop();
      live.await("0 " + OFFLINE);

      assertThat(broker.log()).contains("as cellwarden (p5, c1, k30)");
    }
  }

  @Test
  void leavesALastWillWhenItsConnectionIsCut() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder);
        CuttableRelay relay = CuttableRelay.to(broker.port());
        Mosquitto.Subscription live = broker.subscribe("batterie/#")) {
      MqttOutput started = start(config(relay.port()));
      live.await("0 " + ONLINE);
      started.accept(Samples.aReading("myBattery"));
      live.await("0 batterie/myBattery/availability online");

      relay.cut();

      live.await("0 " + OFFLINE);
      live.await("0 " + ONLINE);
      assertThat(live.next()).isEqualTo("0 batterie/myBattery/availability online");
      assertThat(live.next()).startsWith("0 batterie/myBattery {");
    }
  }

  @Test
  void leavesNobodyInTheBeliefThatItRunsWhenItIsInterrupted() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder);
        Mosquitto.Subscription live = broker.subscribe("batterie/#")) {
      start(config(broker.port()));
      live.await("0 " + ONLINE);

      Objects.requireNonNull(thread).interrupt();

      live.await("0 " + OFFLINE);
    }
  }

  @Test
  void sendsItsStateAgainToABrokerThatForgotIt() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      MqttOutput started = start(config(broker.port()));
      started.accept(Samples.aReading("myBattery"));
      try (Mosquitto.Subscription live = broker.subscribe("batterie/myBattery")) {
        assertThat(live.next()).contains("batterie/myBattery {");
      }

      broker.stop();
      started.accept(Samples.aFailure("myBattery", 3));
      broker.start();

      try (Mosquitto.Subscription live = broker.subscribe("batterie/#")) {
        String messages = live.next() + live.next() + live.next();
        assertThat(messages)
            .contains(ONLINE)
            .contains("batterie/myBattery/availability offline")
            .contains("batterie/myBattery {");
      }
    }
  }

  @Test
  void waitsForABrokerThatIsAwayAtTheStart() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      broker.stop();
      MqttOutput started = start(config(broker.port()));
      started.accept(Samples.aReading("myBattery"));
      broker.start();

      try (Mosquitto.Subscription live = broker.subscribe("batterie/myBattery")) {
        assertThat(live.next()).contains("batterie/myBattery {");
      }
      assertThat(refusals).isEmpty();
    }
  }

  @Test
  void logsInWithUserAndPassword() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, "warden", "s3cret");
        Mosquitto.Subscription live =
            broker.subscribe("batterie/#", "-u", "warden", "-P", "s3cret")) {
      start(withLogin(broker.port(), "s3cret"));

      live.await("0 " + ONLINE);
    }
  }

  @Test
  void tellsThatThePasswordIsWrongWithoutShowingIt() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, "warden", "s3cret")) {
      start(withLogin(broker.port(), "wr0ng"));

      assertThat(refusals.poll(GUARD.toSeconds(), TimeUnit.SECONDS))
          .startsWith("broker mqtt://127.0.0.1:" + broker.port() + " refused the login (")
          .endsWith("check mqtt.username and mqtt.password or mqtt.password_file")
          .doesNotContain("wr0ng");
    }
  }

  private MqttOutput start(MqttConfig config) {
    Topics topics = new Topics("batterie");
    Message will = Message.retained(topics.bridgeState(), Topics.OFFLINE);
    MqttOutput started =
        new MqttOutput(
            new HiveMqBroker(config, will), topics, _ -> Duration.ofMillis(100), refusals::add);
    output = started;
    thread = Thread.ofPlatform().start(started);
    return started;
  }

  private static MqttConfig config(int port) {
    return MqttConfig.withDefaults(new MqttUrl.Remote("127.0.0.1", port, false));
  }

  private static MqttConfig withLogin(int port, String password) {
    MqttConfig anonymous = config(port);
    return new MqttConfig(
        anonymous.url(),
        Optional.of("warden"),
        Optional.of(new Secret(password)),
        anonymous.baseTopic(),
        anonymous.clientId());
  }
}
