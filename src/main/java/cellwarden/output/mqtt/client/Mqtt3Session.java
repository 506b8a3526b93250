package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.concurrent.CompletableFuture;

/// A session in MQTT 3.1.1.
final class Mqtt3Session extends HiveMqSession {

  private final Mqtt3AsyncClient client;

  Mqtt3Session(MqttClientBuilder builder, Runnable onLost) {
    super(onLost);
    this.client =
        builder
            .addDisconnectedListener(context -> lost(context.getCause()))
            .useMqttVersion3()
            .buildAsync();
  }

  @Override
  CompletableFuture<?> sendConnect(MqttConfig config, Message lastWill) {
    Mqtt3ConnectBuilder connect =
        Mqtt3Connect.builder()
            .cleanSession(true)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .willPublish(publication(lastWill));
    if (config.username().isPresent()) {
      Mqtt3SimpleAuthBuilder.Complete login =
          Mqtt3SimpleAuth.builder().username(config.username().get());
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

  @Override
  MqttClient client() {
    return client;
  }

  private static Mqtt3Publish publication(Message message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(message.retained())
        .build();
  }

  @Override
  MqttException.Kind kindOf(Throwable cause) {
    if (!(cause instanceof Mqtt3ConnAckException refusal)) {
      return MqttException.Kind.AWAY;
    }
    return switch (refusal.getMqttMessage().getReturnCode()) {
      case BAD_USER_NAME_OR_PASSWORD -> MqttException.Kind.LOGIN_REFUSED;
      case NOT_AUTHORIZED -> MqttException.Kind.NOT_AUTHORIZED;
      case UNSUPPORTED_PROTOCOL_VERSION -> MqttException.Kind.VERSION;
      case SUCCESS, IDENTIFIER_REJECTED, SERVER_UNAVAILABLE -> MqttException.Kind.AWAY;
    };
  }
}
