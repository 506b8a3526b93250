package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A session in MQTT 5.
final class Mqtt5Session extends HiveMqSession {

  /// Of what the broker may send, bytes. Nothing that is right is as large, but what is too large
  /// by mistake gets an answer.
  private static final int LARGEST_HEARD = (1 << 20) + (1 << 16);

  /// So many messages may be on their way here, which bounds the memory that large ones take.
  private static final int MOST_HEARD = 8;

  /// Of MQTT: type, length (4) and 256 MB.
  private static final int LARGEST_PACKET = 1 + 4 + 268_435_455;

  private final Mqtt5AsyncClient client;
  private final Optional<GroupMembership> membership;

  Mqtt5Session(MqttClientBuilder builder, MqttConfig config, Runnable onLost) {
    this(builder, config, onLost, Optional.empty());
  }

  /// @param membership takes what comes for all subscriptions, and acknowledges it itself
  Mqtt5Session(
      MqttClientBuilder builder,
      MqttConfig config,
      Runnable onLost,
      Optional<GroupMembership> membership) {
    super(5, config, onLost);
    this.client = builder.addDisconnectedListener(this::lost).useMqttVersion5().buildAsync();
    this.membership = membership;
    // Before the connect: what the broker kept of the last session comes at once.
    membership.ifPresent(member ->
        client.publishes(
            MqttGlobalPublishFilter.ALL,
            publish -> member.messages().accept(received(publish)),
            true));
  }

  @Override
  CompletableFuture<BrokerLimits> sendConnect(
      MqttConfig settings, Optional<Message> lastWill, BrokerLimits will) {
    Mqtt5ConnectBuilder connect =
        Mqtt5Connect.builder()
            .cleanStart(membership.isEmpty())
            .sessionExpiryInterval(membership.map(member -> member.memory().toSeconds()).orElse(0L))
            .keepAlive(KEEP_ALIVE_SECONDS)
            .restrictions()
            .maximumPacketSize(membership.map(GroupMembership::largestPacket).orElse(LARGEST_HEARD))
            .receiveMaximum(membership.map(GroupMembership::receiveMaximum).orElse(MOST_HEARD))
            .applyRestrictions()
            .willPublish(lastWill.map(message -> publication(message, will)).orElse(null));
    if (settings.username().isPresent()) {
      Mqtt5SimpleAuthBuilder.Complete login =
          Mqtt5SimpleAuth.builder().username(settings.username().get());
      connect =
          connect.simpleAuth(
              settings
                  .password()
                  .map(secret -> login.password(utf8(secret)))
                  .orElse(login)
                  .build());
    }
    return client.connect(connect.build()).thenApply(answer -> limits(answer.getRestrictions()));
  }

  @Override
  CompletableFuture<?> send(Message message, BrokerLimits limits) {
    return client.publish(publication(message, limits));
  }

  @Override
  boolean isHeard(Object sent) {
    return !(sent instanceof Mqtt5PublishResult.Mqtt5Qos1Result taken)
        || taken.getPubAck().getReasonCode() != Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  @Override
  CompletableFuture<?> subscribe(String topic, boolean kept, Consumer<Message> messages) {
    return client
        .subscribeWith()
        .topicFilter(topic)
        // What is kept comes at once, with nothing to wait for in between.
        .qos(kept ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
        .noLocal(true)
        .retainHandling(kept ? Mqtt5RetainHandling.SEND : Mqtt5RetainHandling.DO_NOT_SEND)
        .retainAsPublished(!kept)
        .callback(publish ->
            messages.accept(
                new Message(
                    publish.getTopic().toString(),
                    publish.getPayloadAsBytes(),
                    publish.isRetain(),
                    publish.getResponseTopic().map(Object::toString),
                    publish.getCorrelationData().map(Mqtt5Session::bytes))))
        .send();
  }

  /// Subscribes to these, shared by the group or for itself. What comes goes to the member.
  CompletableFuture<?> join(List<String> topics) {
    return client
        .subscribeWith()
        .addSubscriptions(
            topics.stream()
                .map(topic ->
                    Mqtt5Subscription.builder()
                        .topicFilter(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                        .build()))
        .send();
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

  private static Mqtt5Publish publication(Message message, BrokerLimits limits) {
    Mqtt5PublishBuilder.Complete publish =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload())
            .qos(limits.acknowledges() ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
            .retain(message.retained() && limits.retains())
            .responseTopic(message.replyTopic().orElse(null))
            .correlationData(message.correlation().orElse(null))
            .userProperties(
                message
                    .journal()
                    .map(name ->
                        Mqtt5UserProperties.of(Mqtt5UserProperty.of(ReceivedMessage.JOURNAL, name)))
                    .orElse(Mqtt5UserProperties.of()));
    return message.expirySeconds() > 0
        ? publish.messageExpiryInterval(message.expirySeconds()).build()
        : publish.build();
  }

  private static ReceivedMessage received(Mqtt5Publish publish) {
    byte[] payload = publish.getPayloadAsBytes();
    return new ReceivedMessage(
        publish.getTopic().toString(),
        payload,
        payload.length,
        publish.getUserProperties().asList().stream()
            .filter(property -> property.getName().toString().equals(ReceivedMessage.JOURNAL))
            .map(property -> property.getValue().toString())
            .findFirst(),
        publish.getQos() != MqttQos.AT_MOST_ONCE,
        publish::acknowledge);
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  /// Without a limit of its own a broker takes the largest packet that there is.
  private static BrokerLimits limits(Mqtt5ConnAckRestrictions said) {
    int largest = said.getMaximumPacketSize();
    return new BrokerLimits(
        said.isRetainAvailable(),
        said.getMaximumQos() != MqttQos.AT_MOST_ONCE,
        largest < LARGEST_PACKET ? OptionalInt.of(largest) : OptionalInt.empty());
  }
}
