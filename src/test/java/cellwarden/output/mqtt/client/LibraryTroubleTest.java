package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.output.mqtt.client.MqttException.Kind;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.TlsFiles;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class LibraryTroubleTest {

  private static final TlsFiles OWN =
      new TlsFiles(
          Optional.of(Path.of("ca.crt")),
          Optional.of(Path.of("own.crt")),
          Optional.of(Path.of("own.key")));

  /// Nothing that the library says of itself.
  @Test
  void saysInItsOwnWordsThatTheConnectionEnded() {
    assertThat(loss(new ConnectionClosedException("Server closed connection."), false))
        .hasMessage("it ended the connection without a word");
    assertThat(
            loss(
                new Mqtt5DisconnectException(
                    Mqtt5Disconnect.builder().build(), "Timeout while waiting for PINGRESP"),
                true))
        .hasMessage("it has not answered for too long");
  }

  @Test
  void saysWhyTheBrokerEndedIt() {
    assertThat(loss(disconnect(Mqtt5DisconnectReasonCode.SERVER_SHUTTING_DOWN), false))
        .hasMessage("server shutting down");
    MqttException takenOver = loss(disconnect(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER), false);
    assertThat(takenOver).hasMessage("another program uses the same mqtt.client_id");
    assertThat(takenOver.kind()).isEqualTo(Kind.TAKEN_OVER);
  }

  /// A message that was on its way fails by what its session ended by.
  @Test
  void findsWhyTheBrokerEndedItBelowWhatThatLedTo() {
    Throwable cause = disconnect(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER);
    MqttException e = loss(new MqttSessionExpiredException("expired", cause), false);

    assertThat(e.kind()).isEqualTo(Kind.TAKEN_OVER);
  }

  /// The reason code is what the library sends, not what happened.
  @Test
  void saysWhyTheLibraryEndedIt() {
    assertThat(loss(disconnect(Mqtt5DisconnectReasonCode.PROTOCOL_ERROR), true))
        .hasMessage("scripted");
  }

  @Test
  void saysThatNothingListens() {
    MqttException e =
        failure(
            new ConnectionFailedException(new ConnectException("Connection refused")), 5, false);

    assertThat(e.kind()).isEqualTo(Kind.AWAY);
    assertThat(e).hasMessage("Connection refused");
  }

  @Test
  void saysThatWhatAnswersIsNoBroker() {
    MqttDecodeException garbage = new MqttDecodeException("malformed topic");
    Mqtt5DisconnectException cause =
        new Mqtt5DisconnectException(Mqtt5Disconnect.builder().build(), garbage);

    assertThat(failure(cause, 5, false).kind()).isEqualTo(Kind.VERSION);
    MqttException e = failure(cause, 3, false);
    assertThat(e.kind()).isEqualTo(Kind.NO_BROKER);
    assertThat(e)
        .hasMessage(
            "no MQTT broker there, what answers does not speak MQTT; check host and port in"
                + " mqtt.url");
  }

  @Test
  void saysThatNobodyAnswers() {
    assertThat(failure(disconnect(Mqtt5DisconnectReasonCode.PROTOCOL_ERROR), 5, false))
        .hasMessage(
            "it took the connection but has not answered within 5 s; if this"
                + " repeats, check host and port in mqtt.url, and that the broker speaks without TLS"
                + " there (else write mqtts://)");
    ConnectionClosedException closed = new ConnectionClosedException("closed");
    assertThat(failure(closed, 5, true).kind()).isEqualTo(Kind.VERSION);
    assertThat(failure(closed, 3, true))
        .hasMessage(
            "no MQTT broker answers there, the connection was ended without a word; if this repeats,"
                + " check host and port in mqtt.url, and that the broker speaks TLS there (else write"
                + " mqtt://)");
    MqttException reset =
        failure(new ConnectionFailedException(new SocketException("reset")), 5, true);
    assertThat(reset.kind()).isEqualTo(Kind.ENCRYPTION);
    assertThat(reset)
        .hasMessageStartingWith(
            "no MQTT broker answers there, the connection was ended as TLS began; if");
  }

  @Test
  void saysWhatIsWrongWithACertificate() {
    assertThat(encrypted(new CertificateExpiredException("NotAfter: Thu Jan 02")))
        .hasMessage(
            "its certificate has expired; renew it at the broker, if the clock of this machine is"
                + " right");
    assertThat(encrypted(new CertificateNotYetValidException("NotBefore: Thu Jan 02")))
        .hasMessage(
            "its certificate is not valid yet; check the clock of this machine, and the certificate");
    assertThat(encrypted(new CertPathBuilderException("unable to find a path")))
        .hasMessage(
            "its certificate is signed by nobody whom Java knows; name the certificate of its"
                + " authority, or its own where it has signed itself, in mqtt.ca_file");
    assertThat(encrypted(new CertPathBuilderException("unable to find a path"), OWN))
        .hasMessage(
            "its certificate is signed by nobody in mqtt.ca_file (ca.crt); put the certificate of"
                + " its authority there, or its own where it has signed itself");
    assertThat(encrypted(new CertificateException("No name matching a found")))
        .hasMessage(
            "its certificate is not for broker.example; use the name in mqtt.url that it is for, or"
                + " have it made for this one");
  }

  @Test
  void saysWhatABrokerHasAgainstTheCertificateOfItsClient() {
    assertThat(encrypted(alert("certificate_required")))
        .hasMessage(
            "it wants a certificate of its clients; name one and its key in mqtt.client_certificate"
                + " and mqtt.client_key");
    assertThat(encrypted(alert("unknown_ca"), OWN))
        .hasMessage(
            "it does not take the certificate in mqtt.client_certificate; have it signed by the"
                + " authority that the broker knows, the broker's log says more");
    assertThat(encrypted(alert("certificate_expired"), OWN))
        .hasMessage(
            "it does not take the certificate in mqtt.client_certificate, which has expired; renew"
                + " it");
  }

  /// Where something else than a broker speaks HTTP, or the path is another one.
  @Test
  void saysThatThereIsNoMqttAtThisPath() {
    MqttException e =
        new LibraryTrouble(
                new ConnectionFailedException(
                    new WebSocketHandshakeException("Invalid handshake response: 404")),
                true,
                Defaults.mqtt(
                    new MqttUrl.Remote("broker.example", 80, false, Optional.of("/mqtt"))),
                5)
            .whileConnecting();

    assertThat(e.kind()).isEqualTo(Kind.NO_BROKER);
    assertThat(e)
        .hasMessage(
            "it answers, but not with MQTT over WebSockets; check host, port and path in mqtt.url"
                + " (many brokers have it at /mqtt)");
  }

  @Test
  void saysWhatElseKeepsTlsFromStanding() {
    assertThat(encrypted(new NotSslRecordException("not an SSL/TLS record: 485454502f")))
        .hasMessage("no TLS there; check the port, or try mqtt:// in mqtt.url");
    assertThat(encrypted(new SSLHandshakeException("no cipher suites in common")))
        .hasMessage(
            "the TLS handshake failed (no cipher suites in common); the broker's log says more");
  }

  private static SSLHandshakeException alert(String name) {
    return new SSLHandshakeException("(" + name + ") Received fatal alert: " + name);
  }

  private static MqttException encrypted(Exception cause) {
    return encrypted(cause, TlsFiles.NONE);
  }

  private static MqttException encrypted(Exception cause, TlsFiles files) {
    return new LibraryTrouble(new ConnectionClosedException(cause), true, config(true, files), 5)
        .whileConnecting();
  }

  private static MqttException failure(Throwable cause, int version, boolean tls) {
    return new LibraryTrouble(cause, true, config(tls, TlsFiles.NONE), version).whileConnecting();
  }

  private static MqttException loss(Throwable cause, boolean endedHere) {
    return new LibraryTrouble(cause, endedHere, config(false, TlsFiles.NONE), 5).whileConnected();
  }

  private static MqttConfig config(boolean tls, TlsFiles files) {
    return Defaults.mqtt(new MqttUrl.Remote("broker.example", 1, tls)).with(files);
  }

  private static Mqtt5DisconnectException disconnect(Mqtt5DisconnectReasonCode code) {
    return new Mqtt5DisconnectException(
        Mqtt5Disconnect.builder().reasonCode(code).build(), "scripted");
  }
}
