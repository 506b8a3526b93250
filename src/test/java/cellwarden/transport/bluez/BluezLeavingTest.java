package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Nothing of this program is left in bluetoothd when a poll has ended, however it ended.
@Timeout(60)
final class BluezLeavingTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void takesTheSubscriptionBackBeforeItEndsTheLink() throws Exception {
    try (Connection _ = lab.transport().connect(LONG)) {
      assertThat(lab.battery().listeners()).isEqualTo(1);
    }

    assertThat(lab.battery().calls())
        .containsExactly("Connect", "StartNotify", "StopNotify", "Disconnect");
    assertThat(lab.battery().listeners()).isZero();
  }

  @Test
  void takesTheSubscriptionBackWhenTheLinkDropped() throws Exception {
    lab.battery().answering(_ -> Reply.lost());
    try (Connection link = lab.transport().connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThatThrownBy(() -> link.receive(LONG)).isInstanceOf(TransportException.class);
    }

    assertThat(lab.battery().isConnected()).isFalse();
    assertThat(lab.battery().listeners()).isZero();
  }

  @Test
  void takesASubscriptionBackThatWasNeverAnswered() {
    lab.battery().with(FakeFault.NOTIFY_HANGS);

    assertThatThrownBy(() -> lab.transport().connect(SHORT))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("subscribing to notifications");

    assertThat(lab.battery().listeners()).isZero();
    assertThat(lab.battery().isConnected()).isFalse();
  }

  @Test
  void takesTheSubscriptionBackInAnInterruptedThread() throws Exception {
    Connection link = lab.transport().connect(LONG);
    Thread.currentThread().interrupt();
    link.close();

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(lab.battery().listeners()).isZero();
    assertThat(lab.battery().isConnected()).isFalse();
  }

  @Test
  void takesTheSubscriptionOnALinkOfOthersBackAndLeavesTheirs() throws Exception {
    lab.battery().connectedByOthers();
    try (Connection _ = lab.transport().connect(LONG)) {
      lab.battery().with(FakeFault.LISTENED_TO_BY_OTHERS);
    }

    assertThat(lab.battery().listeners()).isZero();
    assertThat(lab.battery().isConnected()).isTrue();
  }

  @Test
  void endsALinkThatNobodyListensOn() throws Exception {
    lab.battery().connectedByOthers();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isTrue();

    assertThat(lab.battery().isConnected()).isFalse();
    assertThat(lab.battery().calls()).containsExactly("Disconnect");
  }

  @Test
  void leavesALinkThatSomebodyListensOn() throws Exception {
    lab.battery().connectedByOthers();
    lab.battery().with(FakeFault.LISTENED_TO_BY_OTHERS);
    lab.battery().listenedTo(true);

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isFalse();

    assertThat(lab.battery().isConnected()).isTrue();
    assertThat(lab.battery().calls()).doesNotContain("Disconnect");
  }

  @Test
  void leavesALinkWhoseServicesBluetoothdDoesNotKnow() throws Exception {
    lab.battery().with(FakeFault.NEVER_RESOLVES);
    lab.battery().connectedByOthers();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isFalse();

    assertThat(lab.battery().isConnected()).isTrue();
  }

  @Test
  void endsNothingWhereThereIsNoLink() throws Exception {
    lab.battery().remembered();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isTrue();

    assertThat(lab.battery().calls()).isEmpty();
  }

  @Test
  void endsALinkWhoseServicesAreStillBeingResolved() throws Exception {
    lab.battery().with(FakeFault.NEVER_RESOLVES);
    Thread connecting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                lab.transport().connect(Duration.ofMinutes(10)).close();
              } catch (TransportException | InterruptedException e) {
                // As it should be.
              }
            });
    lab.battery().awaitCall("Connect");
    connecting.interrupt();
    connecting.join();

    lab.battery().awaitCall("Disconnect");
    assertThat(lab.battery().isConnected()).isFalse();
  }
}
