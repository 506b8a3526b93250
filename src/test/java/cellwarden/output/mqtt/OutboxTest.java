package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  private static final Message BRIDGE_ONLINE = Message.retained("base/bridge/state", "online");
  private static final Message A_ONLINE = Message.retained("base/a/availability", "online");
  private static final Message A_OFFLINE = Message.retained("base/a/availability", "offline");

  private final Outbox outbox = new Outbox(new Topics("base"));

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

    assertThat(outbox.next()).contains(BRIDGE_ONLINE);
    assertThat(outbox.next()).contains(BRIDGE_ONLINE);
    outbox.acknowledged();
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
    assertThat(outbox.next()).contains(BRIDGE_ONLINE);
    for (int i = 1; i <= 1500; i++) {
      outbox.add(reading("a", i));
      outbox.add(reading("b", i));
    }
    outbox.acknowledged();

    List<Message> sent = drain();

    assertThat(sent).hasSizeLessThanOrEqualTo(1001).contains(A_ONLINE);
    assertThat(sent.subList(sent.size() - 2, sent.size()))
        .containsExactly(sample("a", 1500), sample("b", 1500));
  }

  private List<Message> drain() {
    List<Message> sent = new ArrayList<>();
    Optional<Message> next = outbox.next();
    while (next.isPresent()) {
      sent.add(next.get());
      outbox.acknowledged();
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
