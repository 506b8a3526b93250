package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.config.Defaults;
import cellwarden.settings.MqttUrl;
import cellwarden.testing.Guard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiveMqBrokerTest {

  private static final Message WILL =
      Message.retained("base/bridge/state", "offline".getBytes(StandardCharsets.UTF_8));

  /// A CONNACK of MQTT 3.1.1 with return code 1, unacceptable protocol version: two bytes, where
  /// MQTT 5 wants three.
  private static final String REFUSED_AS_3 = "20 02 00 01";

  @ParameterizedTest
  @ValueSource(strings = {REFUSED_AS_3, "20 03 00 84 00", "20 02 ff ff", ""})
  void fallsBackToVersion3WhereTheBrokerDoesNotSpeak5(String answer) throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With(answer)) {
      HiveMqBroker broker = broker(server.port());
      try (MqttSession session = broker.connect(() -> {})) {
        session.publish(Message.retained("base/a", "{}".getBytes(StandardCharsets.UTF_8)));
      }
      try (MqttSession session = broker.connect(() -> {})) {
        assertThat(session.isConnected()).isTrue();
      }

      assertThat(server.versions()).as("tries 5 each time anew").containsExactly(5, 4, 5, 4);
      assertThat(server.topics()).containsExactly("base/a");
    }
  }

  /// MQTT 5: reason code 86, bad user name or password.
  @Test
  void doesNotFallBackWhenTheLoginIsRefused() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With("20 03 00 86 00")) {
      MqttException e = failure(server.port());

      assertThat(e.kind()).isEqualTo(MqttException.Kind.LOGIN_REFUSED);
      assertThat(server.versions()).containsExactly(5);
    }
  }

  /// MQTT 5: reason code 87, not authorized.
  @Test
  void doesNotFallBackWhenNobodyIsLetInLikeThis() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With("20 03 00 87 00")) {
      assertThat(failure(server.port()).kind()).isEqualTo(MqttException.Kind.NOT_AUTHORIZED);
      assertThat(server.versions()).containsExactly(5);
    }
  }

  /// MQTT 5: reason code 89, server busy.
  @Test
  void doesNotFallBackWhenTheBrokerIsBusy() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With("20 03 00 89 00")) {
      assertThat(failure(server.port()).kind()).isEqualTo(MqttException.Kind.AWAY);
      assertThat(server.versions()).containsExactly(5);
    }
  }

  @Test
  void saysThatNothingListens() throws Exception {
    try (Socket mute = new Socket()) {
      mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      MqttException e = failure(mute.getLocalPort());

      assertThat(e.kind()).isEqualTo(MqttException.Kind.AWAY);
      assertThat(e).hasMessageContaining("Connection refused");
    }
  }

  /// The library tells listeners before it changes its own state; whoever waits must not go back to
  /// waiting.
  @Test
  void isNotConnectedAnyMoreWhenItSaysThatItIsLost() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With(REFUSED_AS_3)) {
      AtomicReference<@Nullable MqttSession> session = new AtomicReference<>();
      CompletableFuture<Boolean> connected = new CompletableFuture<>();
      MqttSession opened =
          broker(server.port())
              .connect(() -> {
                MqttSession lost = session.get();
                if (lost != null) {
                  connected.complete(lost.isConnected());
                }
              });
      session.set(opened);

      server.cut();

      assertThat(connected.get(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).isFalse();
      opened.close();
    }
  }

  private static MqttException failure(int port) {
    return catchThrowableOfType(MqttException.class, () -> broker(port).connect(() -> {}));
  }

  private static HiveMqBroker broker(int port) {
    MqttUrl url = new MqttUrl.Remote("127.0.0.1", port, false);
    return new HiveMqBroker(Defaults.mqtt(url), WILL);
  }
}
