package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.config.Defaults;
import cellwarden.net.HostAddresses;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.testing.Guard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
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

  private static final Path HERE = Path.of("x");

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
        session.publish(Message.brief("base/b", "{}".getBytes(StandardCharsets.UTF_8)));
      }
      try (MqttSession session = broker.connect(() -> {})) {
        assertThat(session.isConnected()).isTrue();
      }

      assertThat(server.versions()).as("tries 5 each time again").containsExactly(5, 4, 5, 4);
      assertThat(server.topics())
          .as("what cannot expire is removed")
          .containsExactly("base/a", "base/b", "base/b");
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

  /// A name such as `localhost` stands for 127.0.0.1 and ::1, and the broker listens on one of
  /// them.
  @Test
  void triesEachAddressOfAName() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With(REFUSED_AS_3)) {
      InetAddress refusing = InetAddress.ofLiteral("127.0.0.2");
      HiveMqBroker broker = named(server.port(), refusing, InetAddress.getLoopbackAddress());
      try (MqttSession session = broker.connect(() -> {})) {
        assertThat(session.isConnected()).isTrue();
      }
    }
  }

  @Test
  void asksNoOtherAddressOnceABrokerHasRefused() throws Exception {
    try (FakeSocketBroker server = FakeSocketBroker.meetingVersion5With("20 03 00 86 00")) {
      InetAddress place = InetAddress.getLoopbackAddress();
      MqttException e =
          catchThrowableOfType(
              MqttException.class, () -> named(server.port(), place, place).connect(() -> {}));

      assertThat(e.kind()).isEqualTo(MqttException.Kind.LOGIN_REFUSED);
      assertThat(server.versions()).containsExactly(5);
    }
  }

  @Test
  void saysThatThereIsNoSuchHost() throws Exception {
    HostAddresses nowhere =
        new HostAddresses(
            "broker.example",
            host -> {
              throw new UnknownHostException(host);
            });
    MqttException e =
        catchThrowableOfType(
            MqttException.class,
            () -> new HiveMqBroker(config(1883), HERE, WILL, nowhere).connect(() -> {}));

    assertThat(e).hasMessage("no host is called broker.example");
  }

  /// An answer of HTTP, for instance, to a CONNECT of either version.
  @Test
  void saysThatWhatListensIsNoBroker() throws Exception {
    String page = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" + "no. ".repeat(100);
    String http = HexFormat.of().formatHex(page.getBytes(StandardCharsets.US_ASCII));
    try (FakeSocketBroker server = FakeSocketBroker.meetingEachVersionWith(http)) {
      MqttException e = failure(server.port());

      assertThat(e.kind()).isEqualTo(MqttException.Kind.NO_BROKER);
      assertThat(e).hasMessageStartingWith("no MQTT broker there");
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

  private static HiveMqBroker named(int port, InetAddress... places) {
    HostAddresses host = new HostAddresses("broker.example", _ -> places);
    return new HiveMqBroker(config(port), HERE, WILL, host);
  }

  private static MqttConfig config(int port) {
    return Defaults.mqtt(new MqttUrl.Remote("127.0.0.1", port, false));
  }

  private static HiveMqBroker broker(int port) {
    return new HiveMqBroker(config(port), HERE, WILL);
  }
}
