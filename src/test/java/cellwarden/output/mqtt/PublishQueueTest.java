package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.homeassistant.AnnouncedBattery;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PublishQueueTest {

  private static final Published BRIDGE_ONLINE = Published.retained("base/bridge/state", "online");
  private static final Published A_ONLINE = Published.retained("base/a/availability", "online");
  private static final Published A_OFFLINE = Published.retained("base/a/availability", "offline");

  private final Delivery delivery = Delivery.withoutBackfill();
  private final Topics topics = new Topics("base");
  private final PublishQueue queue =
      new PublishQueue(
          SamplePayloads.plain(topics), delivery, Silence.discovery(topics), Silence.bridge());

  @Test
  void hasNothingToSendOutsideASession() {
    queue.add(EncodedEvent.of(Samples.aReading("a")));

    assertThat(queue.next()).isEmpty();
  }

  @Test
  void beginsASessionWithTheBridgeAndTheLatestOfEachTopic() {
    queue.add(EncodedEvent.of(reading("a", 1)));
    queue.add(EncodedEvent.of(reading("b", 2)));
    queue.add(EncodedEvent.of(reading("a", 3)));

    queue.beginSession();

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE,
            A_ONLINE,
            sample("a", 3),
            Published.retained("base/b/availability", "online"),
            sample("b", 2));
  }

  @Test
  void sendsEverythingInOrderDuringASession() {
    queue.beginSession();
    queue.add(EncodedEvent.of(reading("a", 1)));
    queue.add(EncodedEvent.of(reading("a", 2)));
    queue.add(EncodedEvent.of(reading("a", 3)));

    assertThat(drain())
        .containsExactly(BRIDGE_ONLINE, A_ONLINE, sample("a", 1), sample("a", 2), sample("a", 3));
  }

  @Test
  void keepsAMessageNextUntilItIsAcknowledged() {
    queue.beginSession();

    assertThat(published(queue.next())).contains(BRIDGE_ONLINE);
    PublishQueue.Entry entry = queue.next().orElseThrow();
    queue.done(entry, true);
    assertThat(drain()).isEmpty();
  }

  /// What is on its way may have come to the broker before what it shall put right.
  @Test
  void contradictsAfterWhatIsOnItsWay() {
    queue.beginSession();
    PublishQueue.Entry onItsWay = queue.next().orElseThrow();

    queue.contradictOffline();
    queue.contradictOffline();
    queue.done(onItsWay, true);

    assertThat(drain()).containsExactly(BRIDGE_ONLINE);
  }

  @Test
  void callsABatteryOfflineAfterThreeFailuresAndOnlineWithItsNextSample() {
    queue.beginSession();
    queue.add(EncodedEvent.of(reading("a", 1)));
    for (int failures = 1; failures <= 5; failures++) {
      queue.add(EncodedEvent.of(Samples.aFailure("a", failures)));
    }
    queue.add(EncodedEvent.of(reading("a", 2)));

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE, A_ONLINE, sample("a", 1), A_OFFLINE, A_ONLINE, sample("a", 2));
  }

  @Test
  void saysNothingAboutABatteryThatFailedTwice() {
    queue.beginSession();
    queue.add(EncodedEvent.of(Samples.aFailure("a", 1)));
    queue.add(EncodedEvent.of(Samples.aFailure("a", 2)));

    assertThat(drain()).containsExactly(BRIDGE_ONLINE);
  }

  @Test
  void keepsTheLastSampleOfABatteryThatWentAway() {
    queue.add(EncodedEvent.of(reading("a", 1)));
    queue.add(EncodedEvent.of(Samples.aFailure("a", 3)));
    queue.beginSession();

    assertThat(drain()).containsExactly(BRIDGE_ONLINE, A_OFFLINE, sample("a", 1));
  }

  @Test
  void forgetsWhatWaitedWhenASessionEndsButNotTheLatest() {
    queue.beginSession();
    queue.add(EncodedEvent.of(reading("a", 1)));
    queue.add(EncodedEvent.of(reading("a", 2)));
    queue.endSession();

    assertThat(queue.next()).isEmpty();
    queue.beginSession();
    assertThat(drain()).containsExactly(BRIDGE_ONLINE, A_ONLINE, sample("a", 2));
  }

  @Test
  void skipsToTheLatestWhenTheBrokerFallsFarBehind() {
    queue.beginSession();
    PublishQueue.Entry onItsWay = queue.next().orElseThrow();
    for (int i = 1; i <= 1500; i++) {
      queue.add(EncodedEvent.of(reading("a", 2L * i - 1)));
      queue.add(EncodedEvent.of(reading("b", 2L * i)));
    }
    queue.done(onItsWay, true);

    List<Published> sent = drain();

    assertThat(sent).hasSizeLessThanOrEqualTo(1001).contains(A_ONLINE);
    assertThat(sent.subList(sent.size() - 2, sent.size()))
        .containsExactly(sample("a", 2999), sample("b", 3000));
    assertThat(delivery.missedCount() + samplesIn(sent)).as("none is forgotten").isEqualTo(3000);
  }

  @Test
  void knowsWhatTheBrokerMissed() {
    queue.add(EncodedEvent.of(reading("a", 1)));
    queue.add(EncodedEvent.of(reading("a", 2)));
    assertThat(delivery.missedCount()).isEqualTo(2);

    queue.beginSession();
    assertThat(delivery.missedCount()).as("the latest goes live").isEqualTo(1);
    drain();
    queue.add(EncodedEvent.of(reading("a", 3)));
    queue.endSession();

    assertThat(delivery.missedCount()).as("the first and the last").isEqualTo(2);
    assertThat(delivery.neededFrom()).isEqualTo(1);
  }

  @Test
  void missesASampleThatTheBrokerRefused() {
    queue.beginSession();
    queue.add(EncodedEvent.of(reading("a", 1)));
    Optional<PublishQueue.Entry> next = queue.next();
    while (next.isPresent()) {
      queue.done(next.get(), false);
      next = queue.next();
    }

    assertThat(delivery.missedCount()).isEqualTo(1);
  }

  @Test
  void countsASampleAsDeliveredThatWasOnItsWayWhenTheQueueWasBegunAgain() {
    queue.beginSession();
    queue.add(EncodedEvent.of(Samples.aReading("a")));
    drain();
    queue.add(EncodedEvent.of(reading("a", 1)));
    PublishQueue.Entry onItsWay = queue.next().orElseThrow();
    for (int i = 2; i <= 1500; i++) {
      queue.add(EncodedEvent.of(reading("a", i)));
    }
    assertThat(delivery.neededFrom()).isEqualTo(1);

    queue.done(onItsWay, true);

    assertThat(delivery.neededFrom()).isEqualTo(2);
    assertThat(published(queue.next())).contains(BRIDGE_ONLINE);
  }

  @Test
  void missesNothingThatIsInNoJournal() {
    queue.add(EncodedEvent.of(Samples.aReading("a")));
    queue.beginSession();
    queue.add(EncodedEvent.of(Samples.aReading("a")));
    queue.endSession();

    assertThat(delivery.missedCount()).isZero();
  }

  @Test
  void tellsAnIncidentToThoseWhoListenNow() {
    BatteryEvent.Incident incident =
        new BatteryEvent.Incident(
            Samples.TIME, "a", BatteryEvent.Incident.Kind.JOURNAL_FAILED, Map.of("why", "full"));
    queue.add(EncodedEvent.of(incident));
    queue.beginSession();
    queue.add(EncodedEvent.of(incident));

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE,
            new Published(
                "base/a/event",
                "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"a\","
                    + "\"event\":\"journal_failed\",\"data\":{\"why\":\"full\"}}",
                false));
  }

  private static long samplesIn(List<Published> sent) {
    return sent.stream().filter(message -> message.payload().startsWith("{")).count();
  }

  /// What stands where announcements do may have to be moved first.
  @Test
  void announcesOnceItMayAndThenEachBatteryBeforeItsFirstSample() {
    PublishQueue announcing = announcing();
    announcing.add(EncodedEvent.of(reading("a", 1)));
    announcing.beginSession();

    assertThat(topics(announcing))
        .containsExactly("base/bridge/state", "base/a/availability", "base/a");
    announcing.announce();
    announcing.announce();
    announcing.add(EncodedEvent.of(reading("a", 2)));
    assertThat(topics(announcing))
        .containsExactly(
            "homeassistant/device/cellwarden_bridge_0/config",
            "homeassistant/device/cellwarden_a/config",
            "base/a");
    PublishQueue later = announcing();
    later.beginSession();
    later.announce();
    later.add(EncodedEvent.of(reading("a", 1)));
    assertThat(topics(later))
        .containsExactly(
            "base/bridge/state",
            "homeassistant/device/cellwarden_bridge_0/config",
            "homeassistant/device/cellwarden_a/config",
            "base/a/availability",
            "base/a");
  }

  /// It comes once: what is not said then is never said.
  @Test
  void answersAnotherBridgeThatComesBeforeAnnouncementsMay() {
    queue.beginSession();
    drain();

    queue.heardBridge(
        Message.passing(
            "base/bridge/info", "{\"bridge\":\"99999999\"}".getBytes(StandardCharsets.UTF_8)));

    assertThat(Stream.iterate(queue.next(), Optional::isPresent, this::after))
        .extracting(entry -> entry.orElseThrow().message().topic())
        .contains(
            "base/bridge/info",
            "base/bridge/0123abcd/info",
            "base/bridge/0123abcd/devices",
            "base/bridge/0123abcd/health");
  }

  private Optional<PublishQueue.Entry> after(Optional<PublishQueue.Entry> sent) {
    queue.done(sent.orElseThrow(), true);
    return queue.next();
  }

  @Test
  void repeatsWhatIsRetainedWhenHomeAssistantIsBack() {
    PublishQueue announcing = announcing();
    announcing.repeat();
    announcing.beginSession();
    announcing.announce();
    announcing.add(EncodedEvent.of(reading("a", 1)));
    topics(announcing);

    announcing.repeat();

    assertThat(topics(announcing))
        .containsExactly(
            "base/bridge/state",
            "homeassistant/device/cellwarden_bridge_0/config",
            "homeassistant/device/cellwarden_a/config",
            "base/a/availability",
            "base/a");
  }

  @Test
  void removesWhatStandsThereForABatteryThatIsGone() {
    PublishQueue former = announcing();
    former.beginSession();
    former.announce();
    former.add(EncodedEvent.of(reading("a", 1)));
    Message announced =
        Stream.generate(former::next)
            .map(Optional::orElseThrow)
            .peek(entry -> former.done(entry, true))
            .map(PublishQueue.Entry::message)
            .filter(message -> message.topic().endsWith("cellwarden_a/config"))
            .findFirst()
            .orElseThrow();
    PublishQueue now =
        new PublishQueue(
            SamplePayloads.plain(topics),
            delivery,
            new HomeAssistant(
                new HomeAssistant.Settings(
                    HomeAssistantDiscovery.DEVICE, "homeassistant", "0", "1"),
                topics,
                List.of()),
            Silence.bridge());
    now.beginSession();
    now.announce();
    topics(now);

    now.heardDiscovery(announced);

    Message removal = now.next().orElseThrow().message();
    assertThat(removal.topic()).isEqualTo("homeassistant/device/cellwarden_a/config");
    assertThat(removal.payload()).isEmpty();
    now.beginSession();
    assertThat(topics(now)).doesNotContain(removal.topic());
  }

  private PublishQueue announcing() {
    AnnouncedBattery battery =
        new AnnouncedBattery(
            "a",
            "a",
            "A",
            Optional.empty(),
            Duration.ofSeconds(10),
            Optional.empty(),
            Optional.empty());
    return new PublishQueue(
        SamplePayloads.plain(topics),
        delivery,
        new HomeAssistant(
            new HomeAssistant.Settings(HomeAssistantDiscovery.DEVICE, "homeassistant", "0", "1"),
            topics,
            List.of(battery)),
        Silence.bridge());
  }

  /// Takes all that waits.
  private static List<String> topics(PublishQueue queue) {
    List<String> topics = new ArrayList<>();
    for (Optional<PublishQueue.Entry> next = queue.next(); next.isPresent(); next = queue.next()) {
      String topic = next.get().message().topic();
      if (!Silence.isAboutTheBridge(topic)) {
        topics.add(topic);
      }
      queue.done(next.get(), true);
    }
    return topics;
  }

  private List<Published> drain() {
    List<Published> sent = new ArrayList<>();
    Optional<PublishQueue.Entry> next = queue.next();
    while (next.isPresent()) {
      if (!Silence.isAboutTheBridge(next.get().message().topic())) {
        sent.add(Published.of(next.get().message()));
      }
      queue.done(next.get(), true);
      next = queue.next();
    }
    return sent;
  }

  private static BatteryEvent.Reading reading(String battery, long seq) {
    return new BatteryEvent.Reading(Samples.aSample(battery).withSeq(seq));
  }

  private static Published sample(String battery, long seq) {
    byte[] json = EventJson.encode(Samples.aSample(battery).withSeq(seq));
    return Published.retained("base/" + battery, new String(json, StandardCharsets.UTF_8));
  }

  private static Optional<Published> published(Optional<PublishQueue.Entry> entry) {
    return entry.map(PublishQueue.Entry::message).map(Published::of);
  }
}
