package cellwarden.output.mqtt.client;

import cellwarden.output.mqtt.client.MqttException.Kind;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// A failure of the client library, of TLS or of the network in words, and what kind it is. What a
/// library says of itself reaches nobody where it is known what it means.
///
/// @param endedHere whether the library ended the connection, and not the broker
/// @param config of the connection
/// @param version of MQTT that was tried
record LibraryTrouble(Throwable cause, boolean endedHere, MqttConfig config, int version) {

  private static final String CERTIFICATE_WANTED = "certificate_required";

  /// What a broker says of a certificate of its clients, in the words of TLS.
  private static final Pattern CERTIFICATE_REFUSED =
      Pattern.compile(
          "Received fatal alert: (?:bad_certificate|.*certificate_.*|unknown_ca|decrypt_error)");

  /// What a failed connect means. A broker that does not speak MQTT 5 may say so, answer with
  /// something that is no MQTT 5 at all, or hang up.
  MqttException whileConnecting() {
    return switch (cause) {
      case Mqtt5ConnAckException refusal -> {
        Mqtt5ConnAckReasonCode code = refusal.getMqttMessage().getReasonCode();
        yield exception(kind(code), words(code));
      }
      case Mqtt3ConnAckException refusal -> {
        Mqtt3ConnAckReturnCode code = refusal.getMqttMessage().getReturnCode();
        yield exception(kind(code), words(code));
      }
      default -> {
        Optional<String> encryption = isTls() ? encryption() : Optional.empty();
        yield encryption.isPresent()
            ? exception(Kind.ENCRYPTION, encryption.get())
            : withoutAnswer();
      }
    };
  }

  private MqttException withoutAnswer() {
    // Their class is only there for who uses WebSockets.
    if (isWebSocket() && find(WebSocketHandshakeException.class).isPresent()) {
      return exception(
          Kind.NO_BROKER,
          "it answers, but not with MQTT over WebSockets; check host, port and path in mqtt.url (many brokers have it at /mqtt)");
    }
    if (find(MqttDecodeException.class).isPresent()) {
      return exception(
          version == 5 ? Kind.VERSION : Kind.NO_BROKER,
          "no MQTT broker there, what answers does not speak MQTT; check host and port in mqtt.url");
    }
    if (cause instanceof Mqtt5DisconnectException && endedHere) {
      return exception(
          Kind.NO_BROKER,
          "it took the connection but has not answered within "
              + MqttSession.STEP.toSeconds()
              + " s"
              + withOrWithoutTls());
    }
    if (cause instanceof ConnectionClosedException) {
      return exception(
          version == 5 ? Kind.VERSION : Kind.NO_BROKER,
          "no MQTT broker answers there, the connection was ended without a word"
              + withOrWithoutTls());
    }
    // Once it stood; before that it is another kind of exception.
    if (isTls() && (isReset() || find(ClosedChannelException.class).isPresent())) {
      return exception(
          Kind.ENCRYPTION,
          "no MQTT broker answers there, the connection was ended as TLS began"
              + withOrWithoutTls());
    }
    return exception(Kind.AWAY, innermost());
  }

  private boolean isTls() {
    return config.url().isTls();
  }

  /// Without TLS.
  private String scheme() {
    return isWebSocket() ? "ws" : "mqtt";
  }

  private boolean isWebSocket() {
    return config.url() instanceof MqttUrl.Remote remote && remote.webSocket().isPresent();
  }

  private boolean isReset() {
    return find(SocketException.class)
        .filter(e -> e.getClass() == SocketException.class)
        .isPresent();
  }

  private String withOrWithoutTls() {
    return "; if this repeats, check host and port in mqtt.url, and that the broker speaks "
        + (isTls()
            ? "TLS there (else write " + scheme() + "://)"
            : "without TLS there (else write " + scheme() + "s://)");
  }

  /// Why the connection ended that stood.
  MqttException whileConnected() {
    if (find(MqttDecodeException.class).isPresent()) {
      return exception(Kind.AWAY, "it sent what is no MQTT (" + innermost() + ")");
    }
    Optional<Mqtt5DisconnectException> end = find(Mqtt5DisconnectException.class);
    if (end.isPresent() && !endedHere) {
      Mqtt5DisconnectReasonCode code = end.get().getMqttMessage().getReasonCode();
      return code == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER
          ? exception(Kind.TAKEN_OVER, "another program uses the same mqtt.client_id")
          : exception(Kind.AWAY, words(code));
    }
    if (end.isPresent()
        && end.get().getMqttMessage().getReasonCode()
            == Mqtt5DisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED) {
      return exception(Kind.FLOODED, "it sent more messages at a time than it was asked to");
    }
    if (cause instanceof ConnectionClosedException && cause.getCause() == null) {
      return exception(Kind.AWAY, "it ended the connection without a word");
    }
    if (endedHere && innermost().contains("PINGRESP")) {
      return exception(Kind.AWAY, "it has not answered for too long");
    }
    return exception(Kind.AWAY, innermost());
  }

  private static Kind kind(Mqtt5ConnAckReasonCode code) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, BAD_AUTHENTICATION_METHOD, BANNED -> Kind.LOGIN_REFUSED;
      case NOT_AUTHORIZED -> Kind.NOT_AUTHORIZED;
      case UNSUPPORTED_PROTOCOL_VERSION -> Kind.VERSION;
      case RETAIN_NOT_SUPPORTED -> Kind.NOT_RETAINED;
      case QOS_NOT_SUPPORTED -> Kind.NOT_ACKNOWLEDGED;
      default -> Kind.AWAY;
    };
  }

  private static Kind kind(Mqtt3ConnAckReturnCode code) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD -> Kind.LOGIN_REFUSED;
      case NOT_AUTHORIZED -> Kind.NOT_AUTHORIZED;
      case UNSUPPORTED_PROTOCOL_VERSION -> Kind.VERSION;
      case SUCCESS, IDENTIFIER_REJECTED, SERVER_UNAVAILABLE -> Kind.AWAY;
    };
  }

  /// What TLS has to say.
  private Optional<String> encryption() {
    if (find(CertificateExpiredException.class).isPresent()) {
      return Optional.of(
          "its certificate has expired; renew it at the broker, if the clock of this machine is right");
    }
    if (find(CertificateNotYetValidException.class).isPresent()) {
      return Optional.of(
          "its certificate is not valid yet; check the clock of this machine, and the certificate");
    }
    if (find(CertPathBuilderException.class).isPresent()) {
      return Optional.of(
          config
              .tls()
              .authorities()
              .map(file ->
                  "its certificate is signed by nobody in mqtt.ca_file ("
                      + file
                      + "); put the certificate of its authority there, or its own where it has signed itself")
              .orElse(
                  "its certificate is signed by nobody whom Java knows; name the certificate of its authority, or its own where it has signed itself, in mqtt.ca_file"));
    }
    if (find(CertificateException.class).isPresent()) {
      return Optional.of(
          "its certificate is not for "
              + config.url().host()
              + "; use the name in mqtt.url that it is for, or have it made for this one");
    }
    if (find(NotSslRecordException.class).isPresent()) {
      return Optional.of("no TLS there; check the port, or try " + scheme() + ":// in mqtt.url");
    }
    Optional<SSLException> refusal = find(SSLException.class);
    boolean shown = config.tls().certificate().isPresent();
    if (refusal.isPresent() && !shown && innermost().contains(CERTIFICATE_WANTED)) {
      return Optional.of(
          "it wants a certificate of its clients; name one and its key in mqtt.client_certificate and mqtt.client_key");
    }
    if (refusal.isPresent() && shown && CERTIFICATE_REFUSED.matcher(innermost()).find()) {
      return Optional.of(
          "it does not take the certificate in mqtt.client_certificate"
              + (innermost().endsWith("certificate_expired")
                  ? ", which has expired; renew it"
                  : "; have it signed by the authority that the broker knows, the broker's log says more"));
    }
    if (refusal.isPresent()) {
      String which = refusal.get() instanceof SSLHandshakeException ? "handshake" : "connection";
      return Optional.of(
          "the TLS " + which + " failed (" + innermost() + "); the broker's log says more");
    }
    return Optional.empty();
  }

  private <T extends Throwable> Optional<T> find(Class<T> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }

  private MqttException exception(Kind kind, String words) {
    return new MqttException(kind, words, cause);
  }

  static String words(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// The innermost message, which is the one that says what happened.
  private String innermost() {
    if (find(OutOfMemoryError.class).isPresent()) {
      return "it sent more than there is memory for";
    }
    if (find(ConnectTimeoutException.class).isPresent()) {
      return "no connection within " + MqttSession.STEP.toSeconds() + " s";
    }
    Throwable inner = cause;
    while (inner.getCause() != null && inner.getCause().getMessage() != null) {
      inner = inner.getCause();
    }
    if (inner.getMessage() == null) {
      return inner instanceof IOException ? "the network failed" : inner.getClass().getSimpleName();
    }
    return inner.getMessage().replaceFirst("\\.$", "");
  }
}
