package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import cellwarden.settings.Secret;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A session through the HiveMQ client: its futures become calls that wait, with a limit, and end
/// on an interrupt.
abstract sealed class HiveMqSession implements MqttSession permits Mqtt3Session, Mqtt5Session {

  /// Also bounds how long a dead connection stays unnoticed: one and a half times this.
  static final int KEEP_ALIVE_SECONDS = 30;

  /// More than the three steps of connecting (TCP, TLS, MQTT) may take together.
  private static final long CONNECT_SECONDS = 20;

  private static final long ACKNOWLEDGE_SECONDS = 10;
  private static final long DISCONNECT_MILLIS = 500;

  private final Runnable onLost;
  private volatile @Nullable String lossReason;

  HiveMqSession(Runnable onLost) {
    this.onLost = onLost;
  }

  /// Sends the login and the last will.
  abstract CompletableFuture<?> sendConnect(MqttConfig config, Message lastWill);

  /// What a failed connect means.
  abstract MqttException.Kind kindOf(Throwable cause);

  abstract CompletableFuture<?> send(Message message);

  abstract CompletableFuture<?> disconnect();

  /// Ends the connection as [#close()] says.
  CompletableFuture<?> disconnectWithWill() {
    return disconnect();
  }

  abstract MqttClient client();

  /// Waits for the answer to a connect. A connection that comes about after it was given up is
  /// ended: it would push the next one out.
  final void connect(MqttConfig config, Message lastWill)
      throws MqttException, InterruptedException {
    CompletableFuture<?> connect = sendConnect(config, lastWill);
    boolean answered = false;
    try {
      connect.get(CONNECT_SECONDS, TimeUnit.SECONDS);
      answered = true;
    } catch (ExecutionException e) {
      Throwable cause = cause(e);
      throw new MqttException(kindOf(cause), words(cause), cause);
    } catch (TimeoutException e) {
      throw away("no answer within " + CONNECT_SECONDS + " s", e);
    } finally {
      if (!answered) {
        CompletableFuture<?> _ = connect.thenCompose(_ -> disconnect());
      }
    }
  }

  /// A message whose acknowledgement did not come in time may have been delivered all the same.
  @Override
  public final void publish(Message message) throws MqttException, InterruptedException {
    try {
      send(message).get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = cause(e);
      throw cause instanceof Mqtt5PubAckException
          ? new MqttException(MqttException.Kind.MESSAGE_REFUSED, words(cause), cause)
          : away(words(cause), cause);
    } catch (TimeoutException e) {
      throw away("no acknowledgement within " + ACKNOWLEDGE_SECONDS + " s", e);
    }
  }

  /// The library says so before it changes its own state.
  final void lost(Throwable cause) {
    lossReason = words(cause);
    onLost.run();
  }

  @Override
  public final boolean isConnected() {
    return lossReason == null && client().getState().isConnected();
  }

  @Override
  public final String lossReason() {
    String known = lossReason;
    return known == null ? "no reason known" : known;
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

  /// What a failure of the library means, for the middle of a sentence.
  static String words(Throwable cause) {
    return switch (cause) {
      case Mqtt5ConnAckException refusal -> words(refusal.getMqttMessage().getReasonCode());
      case Mqtt3ConnAckException refusal -> words(refusal.getMqttMessage().getReturnCode());
      case Mqtt5PubAckException refusal -> words(refusal.getMqttMessage().getReasonCode());
      case Mqtt5DisconnectException end
          when end.getMqttMessage().getReasonCode()
              == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER ->
          "another program uses the same mqtt.client_id";
      case Mqtt5DisconnectException end -> words(end.getMqttMessage().getReasonCode());
      default -> innermost(cause);
    };
  }

  private static String words(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// The innermost message, which is the one that says what happened.
  private static String innermost(Throwable cause) {
    Throwable inner = cause;
    while (inner.getCause() != null && inner.getCause().getMessage() != null) {
      inner = inner.getCause();
    }
    return inner.getMessage() == null
        ? inner.getClass().getSimpleName()
        : inner.getMessage().replaceFirst("\\.$", "");
  }
}
