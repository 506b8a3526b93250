package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  private static final Message BRIDGE_ONLINE = Message.retained("base/bridge/state", "online");
  private static final Message A_ONLINE = Message.retained("base/a/availability", "online");
  private static final Message A_OFFLINE = Message.retained("base/a/availability", "offline");

  private final Delivery delivery = Delivery.withoutBackfill();
  private final Outbox outbox = new Outbox(new Topics("base"), delivery);

  @Test
  void hasNothingToSendOutsideASession() {
    outbox.add(Samples.aReading("a"));

    assertThat(outbox.next()).isEmpty();
  }

  @Test
  void beginsASessionWithTheBridgeAndTheLatestOfEachTopic() {
    outbox.add(reading("a", 1));
    outbox.add(reading("b", 2));
    outbox.add(reading("a", 3));

    outbox.beginSession();

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE,
            A_ONLINE,
            sample("a", 3),
            Message.retained("base/b/availability", "online"),
            sample("b", 2));
  }

  @Test
  void sendsEverythingInOrderDuringASession() {
    outbox.beginSession();
    outbox.add(reading("a", 1));
    outbox.add(reading("a", 2));
    outbox.add(reading("a", 3));

    assertThat(drain())
        .containsExactly(BRIDGE_ONLINE, A_ONLINE, sample("a", 1), sample("a", 2), sample("a", 3));
  }

  @Test
  void keepsAMessageNextUntilItIsAcknowledged() {
    outbox.beginSession();

    assertThat(outbox.next()).contains(new Outbox.Entry(BRIDGE_ONLINE, 0));
    Outbox.Entry entry = outbox.next().orElseThrow();
    outbox.done(entry, true);
    assertThat(outbox.next()).isEmpty();
  }

  @Test
  void callsABatteryOfflineAfterThreeFailuresAndOnlineWithItsNextSample() {
    outbox.beginSession();
    outbox.add(reading("a", 1));
    for (int failures = 1; failures <= 5; failures++) {
      outbox.add(Samples.aFailure("a", failures));
    }
    outbox.add(reading("a", 2));

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE, A_ONLINE, sample("a", 1), A_OFFLINE, A_ONLINE, sample("a", 2));
  }

  @Test
  void saysNothingAboutABatteryThatFailedTwice() {
    outbox.beginSession();
    outbox.add(Samples.aFailure("a", 1));
    outbox.add(Samples.aFailure("a", 2));

    assertThat(drain()).containsExactly(BRIDGE_ONLINE);
  }

  @Test
  void keepsTheLastSampleOfABatteryThatWentAway() {
    outbox.add(reading("a", 1));
    outbox.add(Samples.aFailure("a", 3));
    outbox.beginSession();

    assertThat(drain()).containsExactly(BRIDGE_ONLINE, A_OFFLINE, sample("a", 1));
  }

  @Test
  void forgetsWhatWaitedWhenASessionEndsButNotTheLatest() {
    outbox.beginSession();
    outbox.add(reading("a", 1));
    outbox.add(reading("a", 2));
    outbox.endSession();

    assertThat(outbox.next()).isEmpty();
    outbox.beginSession();
    assertThat(drain()).containsExactly(BRIDGE_ONLINE, A_ONLINE, sample("a", 2));
  }

  @Test
  void skipsToTheLatestWhenTheBrokerFallsFarBehind() {
    outbox.beginSession();
    Outbox.Entry onItsWay = outbox.next().orElseThrow();
    for (int i = 1; i <= 1500; i++) {
      outbox.add(reading("a", 2L * i - 1));
      outbox.add(reading("b", 2L * i));
    }
    outbox.done(onItsWay, true);

    List<Message> sent = drain();

    assertThat(sent).hasSizeLessThanOrEqualTo(1001).contains(A_ONLINE);
    assertThat(sent.subList(sent.size() - 2, sent.size()))
        .containsExactly(sample("a", 2999), sample("b", 3000));
    assertThat(delivery.missedCount() + samplesIn(sent)).as("none is forgotten").isEqualTo(3000);
  }

  @Test
  void knowsWhatTheBrokerMissed() {
    outbox.add(reading("a", 1));
    outbox.add(reading("a", 2));
    assertThat(delivery.missedCount()).isEqualTo(2);

    outbox.beginSession();
    assertThat(delivery.missedCount()).as("the latest goes live").isEqualTo(1);
    drain();
    outbox.add(reading("a", 3));
    outbox.endSession();

    assertThat(delivery.state().pending()).containsExactly(new SeqRange(1, 1), new SeqRange(3, 3));
  }

  @Test
  void missesASampleThatTheBrokerRefused() {
    outbox.beginSession();
    outbox.add(reading("a", 1));
    Optional<Outbox.Entry> next = outbox.next();
    while (next.isPresent()) {
      outbox.done(next.get(), false);
      next = outbox.next();
    }

    assertThat(delivery.isMissed(1)).isTrue();
  }

  @Test
  void countsASampleAsDeliveredThatWasOnItsWayWhenTheQueueWasBegunAnew() {
    outbox.beginSession();
    drain();
    outbox.add(reading("a", 1));
    outbox.done(outbox.next().orElseThrow(), true);
    Outbox.Entry onItsWay = outbox.next().orElseThrow();
    for (int i = 2; i <= 1500; i++) {
      outbox.add(reading("a", i));
    }
    assertThat(delivery.isMissed(1)).isTrue();

    outbox.done(onItsWay, true);

    assertThat(delivery.isMissed(1)).isFalse();
    assertThat(outbox.next()).contains(new Outbox.Entry(BRIDGE_ONLINE, 0));
  }

  @Test
  void missesNothingThatIsInNoJournal() {
    outbox.add(Samples.aReading("a"));
    outbox.beginSession();
    outbox.add(Samples.aReading("a"));
    outbox.endSession();

    assertThat(delivery.missedCount()).isZero();
  }

  @Test
  void tellsAnIncidentToThoseWhoListenNow() {
    BatteryEvent.Incident incident =
        new BatteryEvent.Incident(
            Samples.TIME, "a", BatteryEvent.Incident.Kind.JOURNAL_FAILED, Map.of("why", "full"));
    outbox.add(incident);
    outbox.beginSession();
    outbox.add(incident);

    assertThat(drain())
        .containsExactly(
            BRIDGE_ONLINE,
            new Message(
                "base/a/event",
                "{\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"a\","
                    + "\"event\":\"journal_failed\",\"data\":{\"why\":\"full\"}}",
                false));
  }

  private static long samplesIn(List<Message> sent) {
    return sent.stream().filter(message -> message.payload().startsWith("{")).count();
  }

  private List<Message> drain() {
    List<Message> sent = new ArrayList<>();
    Optional<Outbox.Entry> next = outbox.next();
    while (next.isPresent()) {
      sent.add(next.get().message());
      outbox.done(next.get(), true);
      next = outbox.next();
    }
    return sent;
  }

  private static BatteryEvent.Reading reading(String battery, long seq) {
    return new BatteryEvent.Reading(Samples.aSample(battery).withSeq(seq));
  }

  private static Message sample(String battery, long seq) {
    byte[] json = EventJson.encode(Samples.aSample(battery).withSeq(seq));
    return Message.retained("base/" + battery, new String(json, StandardCharsets.UTF_8));
  }
}
