package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A session in MQTT 3.1.1.
final class Mqtt3Session extends HiveMqSession {

  private final Mqtt3AsyncClient client;

  Mqtt3Session(MqttClientBuilder builder, MqttConfig config, Runnable onLost) {
    super(3, config, onLost);
    this.client = builder.addDisconnectedListener(this::lost).useMqttVersion3().buildAsync();
  }

  @Override
  CompletableFuture<BrokerLimits> sendConnect(
      MqttConfig settings, Optional<Message> lastWill, BrokerLimits will) {
    Mqtt3ConnectBuilder connect =
        Mqtt3Connect.builder()
            .cleanSession(true)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .willPublish(lastWill.map(message -> publication(message, will)).orElse(null));
    if (settings.username().isPresent()) {
      Mqtt3SimpleAuthBuilder.Complete login =
          Mqtt3SimpleAuth.builder().username(settings.username().get());
      connect =
          connect.simpleAuth(
              settings
                  .password()
                  .map(secret -> login.password(utf8(secret)))
                  .orElse(login)
                  .build());
    }
    return client.connect(connect.build()).thenApply(_ -> BrokerLimits.NONE);
  }

  @Override
  CompletableFuture<?> send(Message message, BrokerLimits limits) {
    CompletableFuture<?> sent = client.publish(publication(message, limits));
    return message.isBrief()
        ? sent.thenCompose(_ ->
            client.publish(publication(Message.retained(message.topic(), new byte[0]), limits)))
        : sent;
  }

  @Override
  CompletableFuture<?> subscribe(String topic, boolean kept, Consumer<Message> messages) {
    return client
        .subscribeWith()
        .topicFilter(topic)
        // What is kept comes at once, with nothing to wait for in between.
        .qos(kept ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
        .callback(publish ->
            messages.accept(
                new Message(
                    publish.getTopic().toString(),
                    publish.getPayloadAsBytes(),
                    publish.isRetain())))
        .send();
  }

  @Override
  CompletableFuture<?> disconnect() {
    return client.disconnect();
  }

  @Override
  MqttClient client() {
    return client;
  }

  private static Mqtt3Publish publication(Message message, BrokerLimits limits) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(limits.acknowledges() ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
        .retain(message.retained() && limits.retains())
        .build();
  }
}
