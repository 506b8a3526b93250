package cellwarden.output.mqtt;

import cellwarden.config.MqttConfig;
import cellwarden.config.Secret;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.Optional;

/// A session in MQTT 3.1.1.
final class Mqtt3Session implements MqttSession {

  private final Mqtt3AsyncClient client;
  private final Loss loss;

  private Mqtt3Session(Mqtt3AsyncClient client, Loss loss) {
    this.client = client;
    this.loss = loss;
  }

  static MqttSession connect(
      MqttClientBuilder builder, MqttConfig config, Message lastWill, Runnable onLost)
      throws MqttException, InterruptedException {
    Loss loss = new Loss(onLost);
    Mqtt3AsyncClient client =
        builder
            .addDisconnectedListener(context -> loss.happened(context.getCause()))
            .useMqttVersion3()
            .buildAsync();
    Mqtt3ConnectBuilder connect =
        Mqtt3Connect.builder()
            .cleanSession(true)
            .keepAlive(Await.KEEP_ALIVE_SECONDS)
            .willPublish(publication(lastWill));
    Optional<Mqtt3SimpleAuth> login = config.username().map(user -> login(user, config.password()));
    if (login.isPresent()) {
      connect = connect.simpleAuth(login.get());
    }
    Await.connected(client.connect(connect.build()), Mqtt3Session::kindOf, client::disconnect);
    return new Mqtt3Session(client, loss);
  }

  @Override
  public void publish(Message message) throws MqttException, InterruptedException {
    Await.acknowledged(client.publish(publication(message)));
  }

  @Override
  public boolean isConnected() {
    return !loss.hasHappened() && client.getState().isConnected();
  }

  @Override
  public String lossReason() {
    return loss.reason();
  }

  @Override
  public void close() {
    Await.quietly(client.disconnect());
  }

  private static Mqtt3Publish publication(Message message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.bytes())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(message.retained())
        .build();
  }

  private static Mqtt3SimpleAuth login(String user, Optional<Secret> password) {
    Mqtt3SimpleAuthBuilder.Complete login = Mqtt3SimpleAuth.builder().username(user);
    return password.isPresent()
        ? login.password(Await.utf8(password.get())).build()
        : login.build();
  }

  private static MqttException.Kind kindOf(Throwable cause) {
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
