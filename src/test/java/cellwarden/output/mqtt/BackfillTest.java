package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.config.BackfillMode;
import cellwarden.config.MqttConfig;
import cellwarden.config.MqttUrl;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackfillTest {

  private static final String LIVE = "base/a";
  private static final String HISTORY = "base/a/history";
  private static final Message BRIDGE_ONLINE = Message.retained("base/bridge/state", "online");
  private static final Message BRIDGE_OFFLINE = Message.retained("base/bridge/state", "offline");
  private static final Message A_ONLINE = Message.retained("base/a/availability", "online");

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
  void sendsWhatWasMissedOldestFirstAsItStandsInTheJournal() throws Exception {
    journal.with("a", 1, 2).with("b", 3, 3).with("a", 4, 4);
    start(missed(1, 4), SETTINGS);

    assertPublished(BRIDGE_ONLINE, history("a", 1), history("a", 2), history("b", 3));
    assertPublished(history("a", 4));
    awaitSaved("{\"next\":5,\"pending\":[]}");
    assertThat(log.messages("INFO"))
        .containsExactly(
            "mqtt: connected to mqtt://fake:1883",
            "mqtt: missed samples: up to 4; they follow on base/+/history",
            "mqtt: missed samples sent: 4; none is left");
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
  void sendsAgainWhatWasNotAcknowledged() throws Exception {
    journal.with("a", 1, 2);
    start(missed(1, 2), SETTINGS);
    FakeBroker.Session first = broker.awaitSession();
    first.lose();

    List<Message> taken = new ArrayList<>();
    while (!taken.contains(history("a", 2))) {
      taken.add(broker.awaitMessage());
    }
    assertThat(taken).contains(BRIDGE_ONLINE, history("a", 1));
  }

  @Test
  void neitherBlocksWhatIsLiveNorTriesAgainWhereTheTopicIsRefused() throws Exception {
    journal.with("a", 1, 9);
    AtomicInteger refused = new AtomicInteger();
    broker.whenConnected(session -> session.refuse(HISTORY, refused::incrementAndGet));
    MqttOutput output = start(missed(1, 9), SETTINGS);
    assertPublished(BRIDGE_ONLINE);
    Guard.await("the refusal", () -> delivery.aside().containsValue(new SeqRange(1, 9)));

    output.accept(reading("a", 10));
    assertPublished(A_ONLINE, live("a", 10));
    broker.awaitSession().lose();
    assertPublished(BRIDGE_ONLINE, A_ONLINE, live("a", 10));
    journal.with("a", 11, 11).with("b", 12, 12);
    delivery.noted(12);
    assertPublished(history("b", 12));

    stop(output);
    assertThat(delivery.state().pending()).containsExactly(new SeqRange(1, 11));
    assertThat(refused).as("times that the broker was asked").hasValue(1);
    assertThat(log.messages("WARN").getFirst())
        .startsWith("mqtt: the broker does not take base/a/history (scripted: refused); let");
  }

  @Test
  void keepsNothingOfOtherBatteriesBackForOneWhoseTopicIsRefused() throws Exception {
    journal.with("a", 1, 1).with("b", 2, 4).with("a", 5, 5).with("b", 6, 6);
    broker.whenConnected(session -> session.refuse(HISTORY, () -> {}));
    start(missed(1, 6), SETTINGS);

    assertPublished(BRIDGE_ONLINE, history("b", 2), history("b", 3), history("b", 4));
    assertPublished(history("b", 6));
    Guard.await("its place", () -> delivery.aside().containsValue(new SeqRange(1, 5)));
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
    Guard.await(
        "the end of the fourth try", () -> delivery.aside().containsValue(new SeqRange(1, 9)));

    output.accept(reading("a", 10));

    assertPublished(A_ONLINE, live("a", 10));
    assertThat(broken).hasValue(3);
    assertThat(log.messages("WARN"))
        .last()
        .asString()
        .contains("each session broke when something");
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
  void passesOverNumbersThatTheJournalDoesNotHave() throws Exception {
    journal.with("a", 3, 3).add(4, "{\"battery\":\"no/name\"}");
    journal.with("a", 6, 6);
    start(missed(1, 6), SETTINGS);

    assertPublished(BRIDGE_ONLINE, history("a", 3), history("a", 6));
    awaitSaved("{\"next\":7,\"pending\":[]}");
  }

  @Test
  void waitsForWhatIsNotSafelyInTheJournalYet() throws Exception {
    journal.with("a", 1, 5).isSafeTo(2);
    start(missed(1, 5), SETTINGS);
    assertPublished(BRIDGE_ONLINE, history("a", 1), history("a", 2));

    journal.isSafeTo(5);

    assertPublished(history("a", 3), history("a", 4), history("a", 5));
  }

  @Test
  void sendsNothingThatIsTooOldAndSaysSoOnce() throws Exception {
    journal.with("a", 1, 2);
    journal.add(3, "{\"time\":\"2026-11-22T14:59:00.000Z\",\"battery\":\"a\"}");
    journal.add(4, "{\"time\":\"1970-01-01T00:00:09Z\",\"battery\":\"a\",\"clock\":\"no\"}");
    start(missed(1, 4), settings(Duration.ofHours(1), Optional.of(Duration.ofMinutes(30))));

    assertPublished(BRIDGE_ONLINE);
    assertThat(broker.awaitMessage().payload()).contains("14:59:00");
    assertThat(broker.awaitMessage().payload()).contains("1970");
    awaitSaved("{\"next\":5,\"pending\":[]}");
    assertThat(log.messages("INFO"))
        .contains(
            "mqtt: missed samples from before 2026-11-22T14:30:00Z are not sent (mqtt.max_age);"
                + " they stay in the journal");
  }

  @Test
  void triesAgainWhenTheJournalCannotBeReadAndSaysSoOnce() throws Exception {
    journal.with("a", 1, 1).breaks(true);
    start(missed(1, 1), settings(Duration.ZERO, Optional.empty()));
    assertPublished(BRIDGE_ONLINE);
    Guard.await("the third try", () -> journal.reads().size() > 2);

    journal.breaks(false);

    assertPublished(history("a", 1));
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: what was missed cannot be read from the journal (scripted: no disk); check the"
                + " disk, it is tried again every minute");
  }

  @Test
  void doesNotTakeAnEmptyFolderForAJournalThatHasRemovedEverything() throws Exception {
    journal.with("a", 1, 2).vanishes(true);
    start(missed(1, 2), settings(Duration.ZERO, Optional.empty()));
    assertPublished(BRIDGE_ONLINE);
    Guard.await("the third try", () -> journal.reads().size() > 2);

    journal.vanishes(false);

    assertPublished(history("a", 1), history("a", 2));
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: what was missed cannot be read from the journal (it ends before sample 2);"
                + " check the disk, it is tried again every minute");
  }

  @Test
  void savesAfterSoManyAndNotMoreOften() throws Exception {
    journal.with("a", 1, 2500);
    broker.whenConnected(session -> session.isSilentOn("base/b/history"));
    journal.with("b", 2501, 2501);
    start(missed(1, 2501), SETTINGS);

    assertPublished(BRIDGE_ONLINE);
    for (long seq = 1; seq <= 2500; seq++) {
      assertPublished(history("a", seq));
    }

    awaitSaved("{\"next\":2502,\"pending\":[[2000,2501]]}");
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

    Message last = BRIDGE_ONLINE;
    while (!last.equals(BRIDGE_OFFLINE)) {
      last = broker.awaitMessage();
    }
    assertThat(broker.hasNoMessage()).as("nothing comes after the farewell").isTrue();
    assertThat(delivery.neededFrom()).isBetween(3L, 10_000L);
  }

  @Test
  void goesOnFromWhatIsSaved() throws IOException {
    journal.with("a", 1, 9);
    Files.writeString(file(), "{\"next\":8,\"pending\":[[2,3]]}");

    Delivery begun = configured(BackfillMode.ON).orElseThrow().delivery();

    assertThat(begun.state().pending()).containsExactly(new SeqRange(2, 3), new SeqRange(8, 9));
  }

  @Test
  void deliversANewJournalFromItsFirstSampleOn() {
    configured(BackfillMode.ON);
    assertThat(saved()).isEqualTo("{\"next\":1,\"pending\":[]}");
    journal.with("a", 1, 1);

    Delivery afterACrash = configured(BackfillMode.ON).orElseThrow().delivery();

    assertThat(afterACrash.isMissed(1)).isTrue();
  }

  @Test
  void leavesWhatIsSavedAloneWhileTheJournalCannotBeRead() throws IOException {
    Files.writeString(file(), "{\"next\":8,\"pending\":[[2,3]]}");

    journal.isInEpoch(0);

    Delivery begun = configured(BackfillMode.ON).orElseThrow().delivery();
    assertThat(saved()).isEqualTo("{\"next\":8,\"pending\":[[2,3]]}");
    journal.isInEpoch(1);
    begun.goesLive(10);

    assertThat(begun.state().pending()).containsExactly(new SeqRange(2, 3), new SeqRange(8, 10));
  }

  @Test
  void forgetsWhatIsSavedWhereNothingIsToBeDeliveredLater() throws IOException {
    Files.writeString(file(), "{\"next\":8,\"pending\":[[2,3]]}");

    assertThat(configured(BackfillMode.OFF)).isEmpty();

    assertThat(folder).isEmptyDirectory();
  }

  private Optional<Backfill> configured(BackfillMode mode) {
    MqttConfig config = MqttConfig.withDefaults(new MqttUrl.Remote("127.0.0.1", 1883, false));
    return Backfill.of(
        mode == BackfillMode.ON ? config : config.withoutBackfill(),
        journal,
        new DeliveryFile(file()));
  }

  private MqttOutput start(DeliveryState saved, BackfillSettings settings) {
    return start(output(saved, settings));
  }

  private MqttOutput start(MqttOutput output) {
    thread = Thread.ofPlatform().start(output);
    return output;
  }

  private MqttOutput output(DeliveryState saved, BackfillSettings settings) {
    Topics topics = new Topics("base");
    DeliveryFile file = new DeliveryFile(file());
    file.save(saved);
    Backfill backfill =
        new Backfill(
            journal,
            file,
            topics,
            settings,
            InstantSource.fixed(Instant.parse("2026-11-22T15:00:00Z")));
    delivery = backfill.delivery();
    delivery.takeUp(saved.next() - 1);
    return new MqttOutput(
        broker, topics, new Outbox(topics, delivery), Optional.of(backfill), _ -> Duration.ZERO);
  }

  private Path file() {
    return folder.resolve("bms_data.mqtt.json");
  }

  private void stop(MqttOutput output) throws InterruptedException {
    output.stop();
    assertThat(thread.join(Guard.HANG)).isTrue();
  }

  private static BackfillSettings settings(Duration retry, Optional<Duration> maxAge) {
    return new BackfillSettings(
        SETTINGS.gap(),
        SETTINGS.refused(),
        retry,
        SETTINGS.saveEvery(),
        SETTINGS.saveAfter(),
        maxAge);
  }

  private static BackfillSettings refusedFor(Duration pause) {
    return new BackfillSettings(
        SETTINGS.gap(), pause, SETTINGS.retry(), SETTINGS.saveEvery(), 1000, Optional.empty());
  }

  /// An earlier run left these undelivered; none where the end is before the start.
  private static DeliveryState missed(long from, long to) {
    return new DeliveryState(to + 1, from > to ? List.of() : List.of(new SeqRange(from, to)));
  }

  private static BatteryEvent.Reading reading(String battery, long seq) {
    return new BatteryEvent.Reading(Samples.aSample(battery).withSeq(seq));
  }

  private static Message live(String battery, long seq) {
    return Message.retained("base/" + battery, FakeSampleLog.line(battery, seq));
  }

  private static Message history(String battery, long seq) {
    return new Message("base/" + battery + "/history", FakeSampleLog.line(battery, seq), false);
  }

  private void assertPublished(Message... messages) throws InterruptedException {
    for (Message message : messages) {
      assertThat(broker.awaitMessage()).isEqualTo(message);
    }
  }

  private void awaitSaved(String state) throws Exception {
    Guard.await(state, () -> saved().equals(state));
  }

  private String saved() {
    try {
      return Files.exists(file()) ? Files.readString(file()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
