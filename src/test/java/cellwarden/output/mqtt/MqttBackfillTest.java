package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.config.Defaults;
import cellwarden.output.delivery.Backfill;
import cellwarden.output.delivery.BackfillSettings;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.delivery.DeliveryFile;
import cellwarden.output.mqtt.client.FakeSocketBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MqttBackfillTest {

  private static final String LIVE = "base/a";
  private static final String HISTORY = "base/a/history";
  private static final Published BRIDGE_ONLINE = Published.retained("base/bridge/state", "online");
  private static final Published BRIDGE_OFFLINE =
      Published.retained("base/bridge/state", "offline");
  private static final Published A_ONLINE = Published.retained("base/a/availability", "online");

  /// One message follows the other at once, nothing is saved by the clock, and after trouble
  /// nothing is tried again in this session.
  private static final BackfillSettings SETTINGS =
      new BackfillSettings(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          1000,
          Optional.empty());

  @TempDir private Path folder = Path.of("");
  private final FakeBroker broker = new FakeBroker();
  private final FakeSampleLog journal = new FakeSampleLog();
  private final CapturedLog log = CapturedLog.start();
  private Thread thread = Thread.ofPlatform().unstarted(() -> {});
  private Delivery delivery = Delivery.withoutBackfill();

  @AfterEach
  void end() throws InterruptedException {
    log.close();
    thread.interrupt();
    assertThat(!thread.isAlive() || thread.join(Guard.HANG)).as("the output ends").isTrue();
  }

  @Test
  void sendsTheLatestLiveAndOnlyTheOthersLater() throws Exception {
    MqttOutput output = output(missed(1, 0), SETTINGS);
    for (long seq = 1; seq <= 3; seq++) {
      journal.with("a", seq, seq);
      output.accept(reading("a", seq));
    }
    start(output);

    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 3), history("a", 1), history("a", 2));
    awaitSaved("{\"next\":4,\"pending\":[]}");
  }

  @Test
  void sendsWhatTheConnectionBrokeUnder() throws Exception {
    MqttOutput output = start(missed(1, 0), SETTINGS);
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    journal.with("a", 1, 2);
    broker.whenPublished(() -> {
      output.accept(reading("a", 2));
      first.lose();
    });

    output.accept(reading("a", 1));

    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 2), history("a", 1));
  }

  @Test
  void delaysNothingLiveWhileAnAnswerIsMissing() throws Exception {
    journal.with("a", 1, 2);
    MqttOutput output = output(missed(1, 2), SETTINGS);
    broker.whenConnected(session -> session.isSilentOn(HISTORY));
    start(output);
    assertPublished(BRIDGE_ONLINE);
    broker.awaitSession().awaitSilence();

    for (long seq = 3; seq <= 50; seq++) {
      output.accept(reading("a", seq));
    }

    assertPublished(A_ONLINE);
    for (long seq = 3; seq <= 50; seq++) {
      assertPublished(live("a", seq));
    }
    assertThat(broker.hasNoMessage()).isTrue();
  }

  @Test
  void neitherBlocksWhatIsLiveNorTriesAgainWhereTheTopicIsRefused() throws Exception {
    journal.with("a", 1, 9);
    AtomicInteger refused = new AtomicInteger();
    broker.whenConnected(session -> session.refuse(HISTORY, refused::incrementAndGet));
    MqttOutput output = start(missed(1, 9), SETTINGS);
    assertPublished(BRIDGE_ONLINE);
    Guard.await("the refusal", () -> refused.get() == 1);

    output.accept(reading("a", 10));
    assertPublished(A_ONLINE, live("a", 10));
    broker.awaitSession().lose();
    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 10));
    journal.with("a", 11, 11).with("b", 12, 12);
    delivery.noted(12);
    assertPublished(history("b", 12));

    stop(output);
    assertThat(saved()).isEqualTo("{\"next\":13,\"pending\":[[1,9],[11,11]]}");
    assertThat(refused).as("times that the broker was asked").hasValue(1);
    assertThat(log.messages("WARN").getFirst())
        .startsWith("mqtt: the broker does not take base/a/history (scripted: refused);");
  }

  @Test
  void sendsWhatWasSetAsideAndNothingElseWhenTheTopicIsAllowed() throws Exception {
    journal.with("a", 1, 1).with("b", 2, 4).with("a", 5, 5).with("b", 6, 6);
    AtomicBoolean allowed = new AtomicBoolean();
    broker.whenConnected(session -> {
      if (!allowed.get()) {
        session.refuse(HISTORY, () -> {});
      }
    });
    start(missed(1, 6), refusedFor(Duration.ZERO));
    assertPublished(BRIDGE_ONLINE, history("b", 2), history("b", 3), history("b", 4));
    assertPublished(history("b", 6));

    allowed.set(true);
    broker.awaitSession().lose();

    assertPublished(BRIDGE_ONLINE, history("a", 1), history("a", 5));
    Guard.await("the end", () -> delivery.missedCount() == 0);
    awaitSaved("{\"next\":7,\"pending\":[]}");
    assertThat(broker.hasNoMessage()).isTrue();
  }

  @Test
  void leavesATopicInPeaceForWhichTheBrokerBreaksTheConnection() throws Exception {
    journal.with("a", 1, 9);
    AtomicInteger broken = new AtomicInteger();
    broker.whenConnected(session -> session.breaksOn(HISTORY, broken::incrementAndGet));
    MqttOutput output = start(missed(1, 9), SETTINGS);
    for (int i = 0; i < 4; i++) {
      broker.awaitSession();
      assertPublished(BRIDGE_ONLINE);
    }
    Guard.await("the third breach", () -> !said("each session broke").isEmpty());

    output.accept(reading("a", 10));

    assertPublished(A_ONLINE, live("a", 10));
    assertThat(broken).hasValue(3);
    assertThat(said("each session broke when something")).hasSize(1);
  }

  @Test
  void sendsLaterWhatTheBrokerDidNotTakeLive() throws Exception {
    broker.whenConnected(session -> session.refuse(LIVE, () -> {}));
    MqttOutput output = start(missed(1, 0), SETTINGS);
    assertPublished(BRIDGE_ONLINE);
    journal.with("a", 1, 1);

    output.accept(reading("a", 1));

    assertPublished(A_ONLINE, history("a", 1));
  }

  @Test
  void savesWhenItStopsAndWhenASessionEnds() throws Exception {
    MqttOutput output = start(missed(1, 0), SETTINGS);
    FakeBroker.Session first = broker.awaitSession();
    assertPublished(BRIDGE_ONLINE);
    output.accept(reading("a", 1));
    assertPublished(A_ONLINE, live("a", 1));
    first.lose();
    awaitSaved("{\"next\":2,\"pending\":[]}");
    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 1));

    output.accept(reading("a", 2));
    assertPublished(live("a", 2));
    stop(output);

    assertPublished(BRIDGE_OFFLINE);
    awaitSaved("{\"next\":3,\"pending\":[]}");
  }

  @Test
  void savesWhatItTookUpAlsoWhereNoSessionEverCameAbout() throws Exception {
    MqttOutput output = output(missed(1, 0), SETTINGS);
    Files.delete(file());
    broker.neverConnects(MqttException.Kind.AWAY);
    start(output);
    Guard.await("the first failure", () -> !log.messages("WARN").isEmpty());

    stop(output);

    assertThat(saved()).isEqualTo("{\"next\":1,\"pending\":[]}");
    assertThat(broker.isQuiet()).as("no session came about").isTrue();
  }

  @Test
  void stopsInTheMiddleOfALongHistory() throws Exception {
    journal.with("a", 1, 10_000);
    CountDownLatch stopped = new CountDownLatch(1);
    broker.whenConnected(session -> session.isHeldOn(history("a", 5_000), stopped));
    MqttOutput output = start(missed(1, 10_000), SETTINGS);
    assertPublished(BRIDGE_ONLINE, history("a", 1), history("a", 2));

    output.stop();
    stopped.countDown();
    assertThat(thread.join(Guard.HANG)).isTrue();

    Published last = BRIDGE_ONLINE;
    while (!last.equals(BRIDGE_OFFLINE)) {
      last = broker.awaitMessage();
    }
    assertThat(broker.hasNoMessage()).as("nothing comes after the farewell").isTrue();
    assertThat(delivery.neededFrom()).isBetween(3L, 10_000L);
  }

  @Test
  void forgetsWhatIsSavedWhereNothingIsToBeDeliveredLater() throws IOException {
    Files.writeString(file(), "{\"next\":8,\"pending\":[[2,3]]}");
    MqttConfig config = Defaults.mqtt(new MqttUrl.Remote("127.0.0.1", 1883, false));

    MqttOutput output =
        MqttOutput.of(
            config.withoutBackfill(),
            Silence::discovery,
            Silence.facts(),
            journal,
            file(),
            _ -> Duration.ZERO,
            UnaryOperator.identity());

    assertThat(folder).isEmptyDirectory();
    assertThat(output.neededFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void goesOnFromWhatIsSaved() throws IOException {
    journal.with("a", 1, 9);
    Files.writeString(file(), "{\"next\":8,\"pending\":[[2,3]]}");
    MqttConfig config = Defaults.mqtt(new MqttUrl.Remote("127.0.0.1", 1883, false));

    MqttOutput output =
        MqttOutput.of(
            config,
            Silence::discovery,
            Silence.facts(),
            journal,
            file(),
            _ -> Duration.ZERO,
            UnaryOperator.identity());

    assertThat(output.neededFrom()).isEqualTo(2);
  }

  /// As the service restarts it.
  @Test
  void losesNothingOverABug() throws Exception {
    MqttOutput output = output(missed(1, 0), SETTINGS);
    broker.whenPublished(() -> {
      throw new IllegalStateException("scripted: bug");
    });
    journal.with("a", 1, 3);
    for (long seq = 1; seq <= 2; seq++) {
      output.accept(reading("a", seq));
    }
    assertThatThrownBy(output::run).hasMessage("scripted: bug");
    assertThat(broker.awaitSession().isClosed()).isTrue();
    output.accept(reading("a", 3));

    start(output);

    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 3), history("a", 1), history("a", 2));
    awaitSaved("{\"next\":4,\"pending\":[]}");
  }

  /// In MQTT 3.1.1, with a broker that answers MQTT 5 with a refusal of 3.1.1.
  @Test
  void deliversWhatWasMissedInVersion3() throws Exception {
    journal.with("a", 1, 2);
    Files.writeString(file(), missed(1, 2));
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With("20 02 00 01")) {
      MqttUrl url = new MqttUrl.Remote("127.0.0.1", server.port(), false);
      MqttOutput output =
          start(
              MqttOutput.of(
                  Defaults.mqtt(url),
                  Silence::discovery,
                  Silence.facts(),
                  journal,
                  file(),
                  _ -> Duration.ZERO,
                  UnaryOperator.identity()));
      List<String> topics = new ArrayList<>();
      while (topics.size() < 3) {
        String topic = server.topics().poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
        if (!Silence.isAboutTheBridge(Objects.requireNonNull(topic))) {
          topics.add(topic);
        }
      }
      assertThat(topics)
          .containsExactly("batterie/bridge/state", "batterie/a/history", "batterie/a/history");
      stop(output);
    }
    assertThat(saved()).isEqualTo("{\"next\":3,\"pending\":[]}");
  }

  private List<String> said(String words) {
    return log.messages("WARN").stream().filter(line -> line.contains(words)).toList();
  }

  private MqttOutput start(String saved, BackfillSettings settings) throws IOException {
    return start(output(saved, settings));
  }

  private MqttOutput start(MqttOutput output) {
    thread = MqttOutputTest.unstarted(output);
    thread.start();
    return output;
  }

  private MqttOutput output(String saved, BackfillSettings settings) throws IOException {
    Topics topics = new Topics("base");
    Files.writeString(file(), saved);
    DeliveryFile file = new DeliveryFile(file(), MqttOutput.words(topics));
    delivery = Delivery.of(journal, file, settings);
    Backfill backfill =
        new Backfill(MqttOutput.words(topics), journal, delivery, settings, InstantSource.system());
    return new MqttOutput(
        broker,
        SamplePayloads.plain(topics),
        Silence.discovery(topics),
        Silence.facts(),
        journal,
        delivery,
        Optional.of(backfill),
        _ -> Duration.ZERO,
        System::nanoTime);
  }

  private Path file() {
    return folder.resolve("bms_data.mqtt.json");
  }

  private void stop(MqttOutput output) throws InterruptedException {
    output.stop();
    assertThat(thread.join(Guard.HANG)).isTrue();
  }

  private static BackfillSettings refusedFor(Duration pause) {
    return new BackfillSettings(
        SETTINGS.gap(), pause, SETTINGS.retry(), SETTINGS.saveEvery(), 1000, Optional.empty());
  }

  /// An earlier run left these undelivered; none where the end is before the start.
  private static String missed(long from, long to) {
    String pending = from > to ? "" : "[%d,%d]".formatted(from, to);
    return "{\"next\":%d,\"pending\":[%s]}".formatted(to + 1, pending);
  }

  private static EncodedEvent reading(String battery, long seq) {
    return EncodedEvent.of(new BatteryEvent.Reading(Samples.aSample(battery).withSeq(seq)));
  }

  private static Published live(String battery, long seq) {
    return Published.retained("base/" + battery, FakeSampleLog.line(battery, seq));
  }

  private static Published history(String battery, long seq) {
    return new Published("base/" + battery + "/history", FakeSampleLog.line(battery, seq), false);
  }

  private void assertPublished(Published... messages) throws InterruptedException {
    for (Published message : messages) {
      assertThat(broker.awaitMessage()).isEqualTo(message);
    }
  }

  private void awaitSaved(String state) throws Exception {
    Guard.await(state, () -> saved().equals(state));
  }

  private String saved() {
    try {
      return Files.exists(file())
          ? Files.readString(file()).replaceFirst(",\"check\":\"[0-9a-f]{8}\"}$", "}")
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
