package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.CompletableFuture;

/// A session in MQTT 5.
final class Mqtt5Session extends HiveMqSession {

  private final Mqtt5AsyncClient client;

  Mqtt5Session(MqttClientBuilder builder, Runnable onLost) {
    super(onLost);
    this.client =
        builder
            .addDisconnectedListener(context -> lost(context.getCause()))
            .useMqttVersion5()
            .buildAsync();
  }

  @Override
  CompletableFuture<?> sendConnect(MqttConfig config, Message lastWill) {
    Mqtt5ConnectBuilder connect =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .willPublish(publication(lastWill));
    if (config.username().isPresent()) {
      Mqtt5SimpleAuthBuilder.Complete login =
          Mqtt5SimpleAuth.builder().username(config.username().get());
      connect =
          connect.simpleAuth(
              config.password().map(secret -> login.password(utf8(secret))).orElse(login).build());
    }
    return client.connect(connect.build());
  }

  @Override
  CompletableFuture<?> send(Message message) {
    return client.publish(publication(message));
  }

  @Override
  CompletableFuture<?> disconnect() {
    return client.disconnect();
  }

  /// Where the farewell was not sent, nobody else would say it.
  @Override
  CompletableFuture<?> disconnectWithWill() {
    return client
        .disconnectWith()
        .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
        .send();
  }

  @Override
  MqttClient client() {
    return client;
  }

  private static Mqtt5Publish publication(Message message) {
    return Mqtt5Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(message.retained())
        .build();
  }

  /// A broker that does not speak MQTT 5 may say so, answer with something that is no MQTT 5 at
  /// all, or hang up.
  @Override
  MqttException.Kind kindOf(Throwable cause) {
    if (!(cause instanceof Mqtt5ConnAckException refusal)) {
      boolean notUnderstood =
          cause instanceof ConnectionClosedException
              || cause.getCause() instanceof MqttDecodeException;
      return notUnderstood ? MqttException.Kind.VERSION : MqttException.Kind.AWAY;
    }
    return switch (refusal.getMqttMessage().getReasonCode()) {
      case BAD_USER_NAME_OR_PASSWORD, BAD_AUTHENTICATION_METHOD, BANNED ->
          MqttException.Kind.LOGIN_REFUSED;
      case NOT_AUTHORIZED -> MqttException.Kind.NOT_AUTHORIZED;
      case UNSUPPORTED_PROTOCOL_VERSION -> MqttException.Kind.VERSION;
      default -> MqttException.Kind.AWAY;
    };
  }
}
