package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EncodedEvent;
import cellwarden.config.Defaults;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.output.mqtt.homeassistant.AnnouncedBattery;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.CuttableRelay;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Samples;
import cellwarden.testing.Subscriber;
import cellwarden.testing.Subscriber.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The MQTT output against a real broker.
final class MosquittoIT {

  private static final String STATE = "batterie/bridge/state";
  private static final String SAMPLE = "batterie/myBattery";
  private static final String AVAILABILITY = SAMPLE + "/availability";
  private static final Received ONLINE = new Received(true, STATE, "online");
  private static final Received OFFLINE = new Received(true, STATE, "offline");
  private static final Received READABLE = new Received(true, AVAILABILITY, "online");
  private static final Received UNREADABLE = new Received(true, AVAILABILITY, "offline");

  @TempDir private Path folder = Path.of("");

  /// One for each connect that failed.
  private final Semaphore tries = new Semaphore(0);

  private @Nullable MqttOutput output;
  private @Nullable Thread thread;

  @AfterEach
  void end() throws InterruptedException {
    if (output != null && thread != null) {
      output.stop();
      thread.interrupt();
      assertThat(thread.join(Guard.HANG)).as("the output ends").isTrue();
    }
  }

  @Test
  void publishesInVersion5AndSaysGoodbye() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      MqttOutput started = start(config(broker.port()));
      started.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      Received sample = live.awaitTopic(SAMPLE);
      assertThat(states(live)).containsExactly(ONLINE, READABLE, sample);
      assertThat(sample.retained()).isTrue();
      assertThat(sample.payload()).startsWith("{\"time\":").endsWith("}}");

      started.stop();

      live.await(OFFLINE::equals);
      broker
          .process()
          .awaitOut(line -> line.contains(" as cellwarden-") && line.contains(" (p5, c1, k30)"));
    }
  }

  @Test
  void leavesItsStateWithTheBroker() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      start(config(broker.port())).accept(EncodedEvent.of(Samples.aReading("myBattery")));
      Received sample = live.awaitTopic(SAMPLE);

      try (Subscriber later = Subscriber.inVersion3(broker.port(), "batterie/#")) {
        for (Received retained : List.of(ONLINE, READABLE, sample)) {
          later.await(retained::equals);
        }
      }
    }
  }

  @Test
  void leavesALastWillWhenItsConnectionIsCut() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        CuttableRelay relay = CuttableRelay.to(broker.port());
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      start(config(relay.port())).accept(EncodedEvent.of(Samples.aReading("myBattery")));
      Received sample = live.awaitTopic(SAMPLE);
      int cut = live.mark();

      relay.cut();

      live.await(cut, sample::equals);
      assertThat(states(live).subList(3, 7)).containsExactly(OFFLINE, ONLINE, READABLE, sample);
    }
  }

  @Test
  void leavesNobodyInTheBeliefThatItRunsWhenItIsInterrupted() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), STATE)) {
      start(config(broker.port()));
      live.await(ONLINE::equals);

      Objects.requireNonNull(thread).interrupt();

      live.await(OFFLINE::equals);
    }
  }

  @Test
  void sendsItsStateAgainToABrokerThatForgotIt() throws Exception {
    int port = Ports.free();
    MqttOutput started = start(config(port));
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber live = Subscriber.to(port, SAMPLE)) {
      started.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      live.awaitTopic(SAMPLE);
    }
    started.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));

    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber live = Subscriber.to(port, "batterie/#")) {
      live.await(ONLINE::equals);
      live.await(UNREADABLE::equals);
      live.awaitTopic(SAMPLE);
    }
  }

  @Test
  void waitsForABrokerThatIsAwayAtTheStart() throws Exception {
    int port = Ports.free();
    start(config(port)).accept(EncodedEvent.of(Samples.aReading("myBattery")));

    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber live = Subscriber.to(port, SAMPLE)) {
      live.awaitTopic(SAMPLE);
    }
  }

  @Test
  void publishesAsWellAsABrokerLetsItThatKeepsAndAcknowledgesNothing() throws Exception {
    try (CapturedLog log = CapturedLog.start();
        Mosquitto broker =
            Mosquitto.startWith(folder, Ports.free(), "retain_available false", "max_qos 0");
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      MqttOutput started = start(config(broker.port()));
      live.awaitTopic(STATE);
      started.accept(EncodedEvent.of(Samples.aReading("myBattery")));

      assertThat(live.awaitTopic(SAMPLE).retained()).isFalse();
      assertThat(log.messages("WARN"))
          .singleElement()
          .asString()
          .contains("keeps no messages", "its highest QoS is 0");
    }
  }

  @Test
  void goesOnWithWhatIsNotTooLargeForTheBroker() throws Exception {
    try (CapturedLog log = CapturedLog.start();
        Mosquitto broker = Mosquitto.startWith(folder, Ports.free(), "max_packet_size 200");
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      MqttOutput started = start(config(broker.port()));
      started.accept(EncodedEvent.of(Samples.aReading("myBattery")));
      live.await(READABLE::equals);
      started.accept(EncodedEvent.of(Samples.aFailure("myBattery", 3)));

      live.await(UNREADABLE::equals);
      assertThat(log.messages("WARN"))
          .filteredOn(line -> line.contains(SAMPLE))
          .containsExactly(
              "mqtt: broker mqtt://127.0.0.1:%d does not take batterie/myBattery (it takes packets of at most 200 bytes); raise the largest packet of the broker"
                  .formatted(broker.port()));
    }
  }

  @Test
  void speaksOverWebSockets() throws Exception {
    int web = Ports.free();
    try (Mosquitto broker =
            Mosquitto.startWith(
                folder,
                Ports.free(),
                "listener %d 127.0.0.1".formatted(web),
                "protocol websockets");
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      MqttUrl url = new MqttUrl.Remote("127.0.0.1", web, false, Optional.of("/mqtt"));
      start(Defaults.mqtt(url)).accept(EncodedEvent.of(Samples.aReading("myBattery")));

      live.awaitTopic(SAMPLE);
      live.await(READABLE::equals);
    }
  }

  /// The last will and the farewell of one do not speak for the other.
  @Test
  void isOnlineWhileOneOfTwoInstallationsWithOneBaseTopicIs() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), STATE)) {
      start(config(broker.port()));
      live.await(ONLINE::equals);
      for (int i = 0; i < 2; i++) {
        int mark = live.mark();
        leaveAsAnother(broker.port());
        Guard.await(
            "the first one to contradict", () -> isContradicted(live.received(mark, live.mark())));
      }
      try (Subscriber later = Subscriber.inVersion3(broker.port(), STATE)) {
        later.await(ONLINE::equals);
      }
    }
  }

  /// It says so twice: its farewell, and its last will as it closes.
  private static boolean isContradicted(List<Received> states) {
    return states.stream().filter(OFFLINE::equals).count() == 2 && states.getLast().equals(ONLINE);
  }

  private void leaveAsAnother(int port) throws Exception {
    Topics topics = new Topics("batterie");
    HiveMqBroker another =
        new HiveMqBroker(config(port), folder.resolve("another"), topics.bridge(Topics.OFFLINE));
    try (MqttSession session = another.connect(() -> {})) {
      session.publish(topics.bridge(Topics.ONLINE));
      session.publish(topics.bridge(Topics.OFFLINE));
    }
  }

  @Test
  void logsInWithUserAndPassword() throws Exception {
    try (Mosquitto broker = Mosquitto.startWithLogin(folder, Ports.free(), "warden", "s3cret");
        Subscriber live = Subscriber.withLogin(broker.port(), STATE, "warden", "s3cret")) {
      start(withLogin(broker.port(), "s3cret"));

      live.await(ONLINE::equals);
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutShowingItAndTriesAgain() throws Exception {
    int port = Ports.free();
    try (CapturedLog log = CapturedLog.start()) {
      try (Mosquitto _ = Mosquitto.startWithLogin(folder, port, "warden", "another")) {
        start(withLogin(port, "s3cret"));
        tries.acquire(2);
      }
      try (Mosquitto _ = Mosquitto.startWithLogin(folder, port, "warden", "s3cret");
          Subscriber live = Subscriber.withLogin(port, STATE, "warden", "s3cret")) {
        live.await(ONLINE::equals);
      }
      assertThat(log.messages("WARN").getFirst())
          .startsWith("mqtt: broker mqtt://127.0.0.1:" + port + " refused the connection (")
          .contains("check mqtt.username and mqtt.password or mqtt.password_file");
      assertThat(log.messages("WARN").toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void announcesToHomeAssistantWhatThereIsAndRemovesWhatIsGone() throws Exception {
    String topic = "homeassistant/device/cellwarden_myBattery/config";
    AnnouncedBattery battery = announced("myBattery");
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), "homeassistant/#")) {
      start(config(broker.port()), announcing(List.of(battery)))
          .accept(EncodedEvent.of(Samples.aReading("myBattery")));
      Received announced = live.awaitTopic(topic);
      assertThat(announced.retained()).isTrue();
      assertThat(announced.payload()).contains("\"state_topic\":\"batterie/myBattery\"");

      int back = live.mark();
      broker.publish("homeassistant/status", "online");
      live.await(back, announced::equals);

      end();
      int later = live.mark();
      start(config(broker.port()), announcing(List.of()));
      live.await(later, new Received(true, topic, "")::equals);
    }
  }

  /// Home Assistant warns of each entity that is announced in one way while the other still holds.
  @Test
  void letsEveryEntityGoBeforeItAnnouncesThemInTheOtherWay() throws Exception {
    List<AnnouncedBattery> batteries =
        Stream.of("a", "b", "c").map(MosquittoIT::announced).toList();
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber live = Subscriber.to(broker.port(), "homeassistant/#")) {
      for (HomeAssistantDiscovery way :
          List.of(
              HomeAssistantDiscovery.SINGLE,
              HomeAssistantDiscovery.DEVICE,
              HomeAssistantDiscovery.SINGLE)) {
        int mark = live.mark();
        MqttOutput started = start(config(broker.port()), announcing(way, batteries));
        batteries.forEach(
            battery -> started.accept(EncodedEvent.of(Samples.aReading(battery.name()))));
        String wanted = way == HomeAssistantDiscovery.DEVICE ? "device/" : "sensor/";
        for (AnnouncedBattery battery : batteries) {
          live.await(
              mark,
              message ->
                  message.topic().startsWith("homeassistant/" + wanted)
                      && message.topic().contains("/cellwarden_" + battery.name() + "/")
                      && message.payload().contains("state_topic"));
        }
        List<Boolean> moves =
            live.received(mark, live.mark()).stream()
                .map(message -> message.payload().equals("{\"migrate_discovery\":true}"))
                .toList();
        assertThat(moves).isSortedAccordingTo(Comparator.reverseOrder());
        end();
        // what was sent before has come, too, once this has
        broker.publish("homeassistant/end", way.name());
        live.await(mark, message -> message.payload().equals(way.name()));
      }
    }
  }

  private static AnnouncedBattery announced(String name) {
    return new AnnouncedBattery(
        name,
        name,
        name,
        Optional.empty(),
        Duration.ofSeconds(10),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void saysOnceThatItMayNotAnnounceBatteries() throws Exception {
    List<AnnouncedBattery> batteries = Stream.of("a", "b").map(MosquittoIT::announced).toList();
    try (CapturedLog log = CapturedLog.start();
        Mosquitto broker =
            Mosquitto.startWithRights(folder, Ports.free(), "topic readwrite batterie/#");
        Subscriber live = Subscriber.to(broker.port(), "batterie/#")) {
      MqttOutput started = start(config(broker.port()), announcing(batteries));
      started.accept(EncodedEvent.of(Samples.aReading("a")));
      started.accept(EncodedEvent.of(Samples.aReading("b")));
      live.awaitTopic("batterie/b");

      List<String> once =
          List.of(
              "mqtt: broker mqtt://127.0.0.1:%d does not take homeassistant/device/+/config (not authorized); let this user publish there, or set mqtt.discovery: off"
                  .formatted(broker.port()));
      Guard.await("it is said", () -> log.messages("WARN").equals(once));
    }
  }

  /// What is said of the bridge and of batteries, without what else is known of the bridge.
  private static List<Received> states(Subscriber live) {
    return live.received().stream()
        .filter(message ->
            message.topic().equals(STATE) || !message.topic().startsWith("batterie/bridge/"))
        .toList();
  }

  private static Function<HomeAssistant.Names, HomeAssistant> announcing(
      List<AnnouncedBattery> batteries) {
    return announcing(HomeAssistantDiscovery.DEVICE, batteries);
  }

  private static Function<HomeAssistant.Names, HomeAssistant> announcing(
      HomeAssistantDiscovery way, List<AnnouncedBattery> batteries) {
    return topics ->
        new HomeAssistant(
            new HomeAssistant.Settings(way, "homeassistant", "0", "1"), topics, batteries);
  }

  private MqttOutput start(MqttConfig config) {
    return start(config, Silence::discovery);
  }

  private MqttOutput start(
      MqttConfig config, Function<HomeAssistant.Names, HomeAssistant> announce) {
    Topics topics = new Topics("batterie");
    MqttOutput started =
        new MqttOutput(
            new HiveMqBroker(config, folder, topics.bridge(Topics.OFFLINE)),
            SamplePayloads.plain(topics),
            announce.apply(topics),
            Silence.facts(),
            new FakeSampleLog(),
            Delivery.withoutBackfill(),
            Optional.empty(),
            _ -> {
              tries.release();
              return Duration.ofMillis(100);
            },
            System::nanoTime);
    output = started;
    thread = MqttOutputTest.unstarted(started);
    thread.start();
    return started;
  }

  private static MqttConfig config(int port) {
    return Defaults.mqtt(new MqttUrl.Remote("127.0.0.1", port, false));
  }

  private static MqttConfig withLogin(int port, String password) {
    MqttConfig anonymous = config(port);
    return new MqttConfig(
        anonymous.url(),
        Optional.of("warden"),
        Optional.of(new Secret(password)),
        anonymous.baseTopic(),
        anonymous.clientId(),
        anonymous.discovery(),
        anonymous.discoveryPrefix(),
        anonymous.backfill(),
        anonymous.maxAge(),
        anonymous.tls(),
        anonymous.invertCurrent(),
        anonymous.attributes(),
        anonymous.site());
  }
}
