package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nothing of this program is left in bluetoothd when a poll has ended, however it ended.
@Timeout(60)
final class BluezLeavingTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;
  private BluezLab lab;
  private FakeBattery battery;

  @BeforeEach
  void openLab() throws Exception {
    lab = BluezLab.open(folder);
    battery = lab.bluez().battery(BluezLab.MAC);
  }

  @AfterEach
  void closeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void takesTheSubscriptionBackBeforeItEndsTheLink() throws Exception {
    try (Connection _ = lab.transport().connect(LONG)) {
      assertThat(battery.listeners()).isEqualTo(1);
    }

    assertThat(battery.calls())
        .containsExactly("Connect", "StartNotify", "StopNotify", "Disconnect");
    assertThat(battery.listeners()).isZero();
  }

  @Test
  void takesTheSubscriptionBackWhenTheLinkDropped() throws Exception {
    battery.answering(_ -> Reply.lost());
    try (Connection link = lab.transport().connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThatThrownBy(() -> link.receive(LONG)).isInstanceOf(TransportException.class);
    }

    assertThat(battery.isConnected()).isFalse();
    assertThat(battery.listeners()).isZero();
  }

  @Test
  void takesASubscriptionBackThatWasNeverAnswered() {
    battery.with(FakeFault.NOTIFY_HANGS);

    assertThatThrownBy(() -> lab.transport().connect(SHORT))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("subscribing to notifications");

    assertThat(battery.listeners()).isZero();
    assertThat(battery.isConnected()).isFalse();
  }

  @Test
  void takesTheSubscriptionBackInAnInterruptedThread() throws Exception {
    Connection link = lab.transport().connect(LONG);
    Thread.currentThread().interrupt();
    link.close();

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(battery.listeners()).isZero();
    assertThat(battery.isConnected()).isFalse();
  }

  @Test
  void takesTheSubscriptionOnALinkOfOthersBackAndLeavesTheirs() throws Exception {
    battery.connectedByOthers();
    try (Connection _ = lab.transport().connect(LONG)) {
      battery.with(FakeFault.LISTENED_TO_BY_OTHERS);
    }

    assertThat(battery.listeners()).isZero();
    assertThat(battery.isConnected()).isTrue();
  }

  @Test
  void endsALinkThatNobodyListensOn() throws Exception {
    battery.connectedByOthers();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isTrue();

    assertThat(battery.isConnected()).isFalse();
    assertThat(battery.calls()).containsExactly("Disconnect");
  }

  @Test
  void leavesALinkThatSomebodyListensOn() throws Exception {
    battery.connectedByOthers();
    battery.with(FakeFault.LISTENED_TO_BY_OTHERS);
    battery.listenedTo(true);

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isFalse();

    assertThat(battery.isConnected()).isTrue();
    assertThat(battery.calls()).doesNotContain("Disconnect");
  }

  @Test
  void leavesALinkWhoseServicesBluetoothdDoesNotKnow() throws Exception {
    battery.with(FakeFault.NEVER_RESOLVES);
    battery.connectedByOthers();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isFalse();

    assertThat(battery.isConnected()).isTrue();
  }

  @Test
  void endsNothingWhereThereIsNoLink() throws Exception {
    battery.remembered();

    assertThat(lab.stack().endUnusedLink(BluezLab.ADDRESS, LONG)).isTrue();

    assertThat(battery.calls()).isEmpty();
  }

  @Test
  void endsALinkWhoseServicesAreStillBeingResolved() throws Exception {
    battery.with(FakeFault.NEVER_RESOLVES);
    Thread connecting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                lab.transport().connect(Duration.ofMinutes(10)).close();
              } catch (TransportException | InterruptedException e) {
                // As it should be.
              }
            });
    battery.awaitCall("Connect");
    connecting.interrupt();
    connecting.join();

    battery.awaitCall("Disconnect");
    assertThat(battery.isConnected()).isFalse();
  }
}
