package cellwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.fleet.message.MessageReader;
import cellwarden.output.mqtt.client.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InboxTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Inbox inbox = new Inbox(3);

  @Test
  void givesThemInTheirOrderAndNoMoreThanWanted() throws Exception {
    add(true, 1, 5);
    assertThat(topics(2)).containsExactly("1", "2");
    assertThat(topics(10)).containsExactly("3", "4", "5");
  }

  @Test
  void dropsOnlyWhatNobodyWaitsForOnceThereIsNoRoom() throws Exception {
    add(true, 1, 2);
    add(false, 3, 5);
    add(true, 6, 6);
    assertThat(topics(10)).containsExactly("1", "2", "3", "6");
  }

  @Test
  void forgetsWhatComesAgain() throws Exception {
    add(true, 1, 2);
    inbox.clear();
    add(true, 3, 3);
    assertThat(inbox.size()).isEqualTo(1);
    assertThat(topics(10)).containsExactly("3");
  }

  @Test
  void waitsForTheFirst() throws Exception {
    Thread later = Thread.ofPlatform().start(() -> add(true, 1, 1));
    assertThat(topics(10)).containsExactly("1");
    later.join();
  }

  @Test
  void keepsOfWhatIsTooLargeOnlySoMuchThatItShows() throws Exception {
    inbox.add(message("large", 1 << 20, true));

    ReceivedMessage kept = inbox.next(1, MOMENT).getFirst();
    assertThat(kept.payload()).hasSize(MessageReader.LARGEST + 1);
    assertThat(kept.length()).isEqualTo(1 << 20);
  }

  private List<String> topics(int most) throws InterruptedException {
    return inbox.next(most, MOMENT).stream().map(ReceivedMessage::topic).toList();
  }

  private void add(boolean acknowledged, int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(i -> inbox.add(message(Integer.toString(i), 0, acknowledged)));
  }

  private static ReceivedMessage message(String topic, int length, boolean acknowledged) {
    return new ReceivedMessage(
        topic, new byte[length], length, Optional.empty(), acknowledged, () -> {});
  }
}
