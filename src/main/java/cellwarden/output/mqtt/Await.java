package cellwarden.output.mqtt;

import cellwarden.config.Secret;
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
import java.util.function.Function;
import java.util.function.Supplier;

/// Turns the futures of the client library into calls that wait, with a limit, and end on an
/// interrupt.
final class Await {

  /// Also bounds how long a dead connection stays unnoticed: one and a half times this.
  static final int KEEP_ALIVE_SECONDS = 30;

  /// More than the three steps of connecting (TCP, TLS, MQTT) may take together.
  private static final long CONNECT_SECONDS = 20;

  private static final long ACKNOWLEDGE_SECONDS = 10;
  private static final long DISCONNECT_MILLIS = 500;

  private Await() {}

  /// Waits for the answer to a connect.
  ///
  /// @param letGo ends a connection that comes about after it was given up: it would push the next
  ///   one out
  static void connected(
      CompletableFuture<?> connect,
      Function<Throwable, MqttException.Kind> kindOf,
      Supplier<CompletableFuture<Void>> letGo)
      throws MqttException, InterruptedException {
    boolean answered = false;
    try {
      connect.get(CONNECT_SECONDS, TimeUnit.SECONDS);
      answered = true;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MqttException(kindOf.apply(cause), words(cause), cause);
    } catch (TimeoutException e) {
      throw new MqttException(
          MqttException.Kind.AWAY, "no answer within " + CONNECT_SECONDS + " s", e);
    } finally {
      if (!answered) {
        CompletableFuture<Void> _ = connect.thenCompose(_ -> letGo.get());
      }
    }
  }

  /// A message whose acknowledgement did not come in time may have been delivered all the same.
  static <T> T acknowledged(CompletableFuture<T> publish)
      throws MqttException, InterruptedException {
    try {
      return publish.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof Mqtt5PubAckException
          ? refused(cause)
          : new MqttException(MqttException.Kind.AWAY, words(cause), cause);
    } catch (TimeoutException e) {
      throw new MqttException(
          MqttException.Kind.AWAY, "no acknowledgement within " + ACKNOWLEDGE_SECONDS + " s", e);
    }
  }

  static MqttException refused(Throwable cause) {
    return new MqttException(MqttException.Kind.MESSAGE_REFUSED, words(cause), cause);
  }

  static void quietly(CompletableFuture<?> disconnect) {
    try {
      disconnect.get(DISCONNECT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The connection is being given up; whether the broker heard it does not matter.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] utf8(Secret password) {
    return password.reveal().getBytes(StandardCharsets.UTF_8);
  }

  /// What a failure of the library means, for the middle of a sentence.
  static String words(Throwable cause) {
    return switch (cause) {
      case Mqtt5ConnAckException refusal -> spoken(refusal.getMqttMessage().getReasonCode());
      case Mqtt3ConnAckException refusal -> spoken(refusal.getMqttMessage().getReturnCode());
      case Mqtt5PubAckException refusal -> spoken(refusal.getMqttMessage().getReasonCode());
      case Mqtt5DisconnectException end -> spoken(end.getMqttMessage().getReasonCode());
      default -> innermost(cause);
    };
  }

  private static String spoken(Mqtt5DisconnectReasonCode code) {
    return code == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER
        ? "another program uses the same mqtt.client_id"
        : spoken((Enum<?>) code);
  }

  private static String spoken(Enum<?> code) {
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
