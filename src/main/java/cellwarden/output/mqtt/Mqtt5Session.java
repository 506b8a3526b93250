package cellwarden.output.mqtt;

import cellwarden.config.MqttConfig;
import cellwarden.config.Secret;
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
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.util.Optional;

/// A session in MQTT 5.
final class Mqtt5Session implements MqttSession {

  private final Mqtt5AsyncClient client;
  private final Loss loss;

  private Mqtt5Session(Mqtt5AsyncClient client, Loss loss) {
    this.client = client;
    this.loss = loss;
  }

  static MqttSession connect(
      MqttClientBuilder builder, MqttConfig config, Message lastWill, Runnable onLost)
      throws MqttException, InterruptedException {
    Loss loss = new Loss(onLost);
    Mqtt5AsyncClient client =
        builder
            .addDisconnectedListener(context -> loss.happened(context.getCause()))
            .useMqttVersion5()
            .buildAsync();
    Mqtt5ConnectBuilder connect =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .keepAlive(Await.KEEP_ALIVE_SECONDS)
            .willPublish(publication(lastWill));
    Optional<Mqtt5SimpleAuth> login = config.username().map(user -> login(user, config.password()));
    if (login.isPresent()) {
      connect = connect.simpleAuth(login.get());
    }
    Await.connected(client.connect(connect.build()), Mqtt5Session::kindOf, client::disconnect);
    return new Mqtt5Session(client, loss);
  }

  @Override
  public void publish(Message message) throws MqttException, InterruptedException {
    Mqtt5PublishResult result = Await.acknowledged(client.publish(publication(message)));
    if (result.getError().isPresent()) {
      throw Await.refused(result.getError().get());
    }
  }

  @Override
  public boolean isConnected() {
    return !loss.hasHappened() && client.getState().isConnected();
  }

  @Override
  public String lossReason() {
    return loss.reason();
  }

  /// Has the last will published: where the farewell was not sent, nobody else would say it.
  @Override
  public void close() {
    Await.quietly(
        client
            .disconnectWith()
            .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
            .send());
  }

  private static Mqtt5Publish publication(Message message) {
    return Mqtt5Publish.builder()
        .topic(message.topic())
        .payload(message.bytes())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(message.retained())
        .build();
  }

  private static Mqtt5SimpleAuth login(String user, Optional<Secret> password) {
    Mqtt5SimpleAuthBuilder.Complete login = Mqtt5SimpleAuth.builder().username(user);
    return password.isPresent()
        ? login.password(Await.utf8(password.get())).build()
        : login.build();
  }

  /// A broker that does not speak MQTT 5 may say so, answer with something that is no MQTT 5 at
  /// all, or hang up.
  private static MqttException.Kind kindOf(Throwable cause) {
    if (!(cause instanceof Mqtt5ConnAckException refusal)) {
      boolean notUnderstood =
          cause instanceof ConnectionClosedException
              || cause.getCause() instanceof MqttDecodeException;
      return notUnderstood ? MqttException.Kind.VERSION : MqttException.Kind.AWAY;
    }
    Mqtt5ConnAckReasonCode reason = refusal.getMqttMessage().getReasonCode();
    return switch (reason) {
      case BAD_USER_NAME_OR_PASSWORD, BAD_AUTHENTICATION_METHOD, BANNED ->
          MqttException.Kind.LOGIN_REFUSED;
      case NOT_AUTHORIZED -> MqttException.Kind.NOT_AUTHORIZED;
      case UNSUPPORTED_PROTOCOL_VERSION -> MqttException.Kind.VERSION;
      default -> MqttException.Kind.AWAY;
    };
  }
}
