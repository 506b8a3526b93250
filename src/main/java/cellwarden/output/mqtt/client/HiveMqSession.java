package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import cellwarden.settings.Secret;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session through the HiveMQ client: its futures become calls that wait, with a limit, and end
/// on an interrupt.
abstract sealed class HiveMqSession implements MqttSession permits Mqtt3Session, Mqtt5Session {

  /// Also bounds how long a dead connection stays unnoticed: one and a half times this.
  static final int KEEP_ALIVE_SECONDS = 30;

  /// More than the three steps of connecting (TCP, TLS, MQTT) may take together.
  private static final long CONNECT_SECONDS = 20;

  private static final long ACKNOWLEDGE_SECONDS = 10;
  private static final long DISCONNECT_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(HiveMqSession.class);

  private final MqttConfig config;
  private final Runnable onLost;
  private final int version;
  private volatile @Nullable MqttException loss;
  private volatile boolean endedHere;
  private volatile BrokerLimits limits = BrokerLimits.NONE;
  private volatile boolean connected;

  /// @param version of the protocol
  HiveMqSession(int version, MqttConfig config, Runnable onLost) {
    this.config = config;
    this.version = version;
    this.onLost = onLost;
  }

  /// Sends the login and the last will, the latter as far as the limits let it. Completes with what
  /// the broker's answer says of its own.
  abstract CompletableFuture<BrokerLimits> sendConnect(
      MqttConfig settings, Optional<Message> lastWill, BrokerLimits will);

  abstract CompletableFuture<?> send(Message message, BrokerLimits limits);

  /// Whether what [#send] gave does not say that nobody listens.
  boolean isHeard(Object sent) {
    return true;
  }

  abstract CompletableFuture<?> subscribe(String topic, boolean kept, Consumer<Message> messages);

  abstract CompletableFuture<?> disconnect();

  /// Ends the connection as [#close()] says.
  CompletableFuture<?> disconnectWithWill() {
    return disconnect();
  }

  abstract MqttClient client();

  /// Waits for the answer to a connect. A connection that comes about after it was given up is
  /// ended: it would push the next one out.
  ///
  /// @param will what is asked for less than usual
  final void connect(Optional<Message> lastWill, BrokerLimits will)
      throws MqttException, InterruptedException {
    CompletableFuture<BrokerLimits> connect = sendConnect(config, lastWill, will);
    boolean answered = false;
    try {
      BrokerLimits said = connect.get(CONNECT_SECONDS, TimeUnit.SECONDS);
      limits =
          new BrokerLimits(
              said.retains() && will.retains(),
              said.acknowledges() && will.acknowledges(),
              said.largestPacket());
      answered = true;
      connected = true;
    } catch (ExecutionException e) {
      throw new LibraryTrouble(cause(e), endedHere, config, version).whileConnecting();
    } catch (TimeoutException e) {
      throw away("no answer within " + CONNECT_SECONDS + " s", e);
    } finally {
      if (!answered) {
        CompletableFuture<?> _ = connect.thenCompose(_ -> disconnect());
      }
    }
  }

  @Override
  public final BrokerLimits limits() {
    return limits;
  }

  /// A message whose acknowledgement did not come in time may have been delivered all the same.
  @Override
  public final void publish(Message message) throws MqttException, InterruptedException {
    boolean _ = reaches(message);
  }

  @Override
  public final boolean reaches(Message message) throws MqttException, InterruptedException {
    if (limits.isTooLarge(message)) {
      throw new MqttException(
          MqttException.Kind.MESSAGE_TOO_LARGE,
          "it takes packets of at most " + limits.largestPacket().orElse(0) + " bytes",
          null);
    }
    try {
      return isHeard(send(message, limits).get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (cause(e) instanceof Mqtt5PubAckException refusal) {
        throw new MqttException(
            MqttException.Kind.MESSAGE_REFUSED,
            LibraryTrouble.words(refusal.getMqttMessage().getReasonCode()),
            refusal);
      }
      // Why the connection broke, where it did, and not what that means for this message.
      MqttException known = loss;
      throw known == null
          ? new LibraryTrouble(cause(e), endedHere, config, version).whileConnected()
          : known;
    } catch (TimeoutException e) {
      throw away("no acknowledgement within " + ACKNOWLEDGE_SECONDS + " s", e);
    }
  }

  @Override
  public final void listen(
      String topic, boolean kept, Consumer<Message> messages, Runnable answered) {
    CompletableFuture<?> _ =
        subscribe(topic, kept, messages)
            .whenComplete((_, trouble) -> {
              LOG.debug("mqtt: subscribed to {}: {}", topic, trouble == null);
              answered.run();
            });
  }

  @Override
  public final void awaitListening(String topic, Consumer<Message> messages)
      throws MqttException, InterruptedException {
    await(subscribe(topic, false, messages));
  }

  /// Waits until the broker has confirmed a subscription.
  final void await(CompletableFuture<?> subscription) throws MqttException, InterruptedException {
    try {
      subscription.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      MqttException known = loss;
      throw known == null
          ? new LibraryTrouble(cause(e), endedHere, config, version).whileConnected()
          : known;
    } catch (TimeoutException e) {
      // The library may forget a subscription whose connection broke as it was made.
      MqttException known = loss;
      throw known == null
          ? away("no answer to a subscription within " + ACKNOWLEDGE_SECONDS + " s", e)
          : known;
    }
  }

  /// The library says so before it changes its own state, also of a connect that failed.
  final void lost(MqttClientDisconnectedContext context) {
    endedHere = context.getSource() != MqttDisconnectSource.SERVER;
    if (connected) {
      loss = new LibraryTrouble(context.getCause(), endedHere, config, version).whileConnected();
      onLost.run();
    }
  }

  @Override
  public final boolean isConnected() {
    return loss == null && client().getState().isConnected();
  }

  @Override
  public final MqttException loss() {
    MqttException known = loss;
    return known == null
        ? new MqttException(MqttException.Kind.AWAY, "no reason known", null)
        : known;
  }

  @Override
  public final void close() {
    try {
      disconnectWithWill().get(DISCONNECT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The connection is being given up; whether the broker heard it does not matter.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] utf8(Secret password) {
    return password.reveal().getBytes(StandardCharsets.UTF_8);
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static MqttException away(String words, Throwable cause) {
    return new MqttException(MqttException.Kind.AWAY, words, cause);
  }
}
