package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.config.Defaults;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.TlsFiles;
import cellwarden.testing.Certificates;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Encrypted sessions with a real broker, with certificates as people make them.
final class MosquittoTlsIT {

  private static final String HERE = "DNS:localhost,IP:127.0.0.1";
  private static final Message MESSAGE =
      Message.passing("batterie/x", "{}".getBytes(StandardCharsets.UTF_8));

  private final Path folder;
  private final Certificates own;

  MosquittoTlsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.own = Certificates.authority(folder, "own");
  }

  /// The file may hold several authorities, with words in between.
  @Test
  void takesABrokerThatOneOfItsAuthoritiesSigned() throws Exception {
    Path bundle = folder.resolve("bundle.pem");
    Files.writeString(
        bundle,
        "An old one - not in use:\n"
            + Files.readString(Certificates.authority(folder, "other").file())
            + "# ours\r\n"
            + Files.readString(own.file()).replace("\n", "\r\n"));
    try (Mosquitto broker = broker(own.sign("broker", HERE))) {
      publish(broker, authorities(bundle));
    }
  }

  @Test
  void takesABrokerThatHasSignedItselfWhereItIsNamed() throws Exception {
    own.openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "self-key.pem",
        "-out",
        "self.pem",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=" + HERE,
        "-days",
        "2");
    Path self = folder.resolve("self.pem");
    try (Mosquitto broker = broker(self)) {
      publish(broker, authorities(self));
      assertThat(trouble(broker, authorities(own.file())))
          .startsWith("its certificate is signed by nobody in mqtt.ca_file (")
          .endsWith("or its own where it has signed itself");
    }
  }

  @Test
  void refusesABrokerThatSomebodyElseSigned() throws Exception {
    try (Mosquitto broker = broker(own.sign("broker", HERE))) {
      assertThat(trouble(broker, TlsFiles.NONE))
          .isEqualTo(
              "its certificate is signed by nobody whom Java knows; name the certificate of its authority, or its own where it has signed itself, in mqtt.ca_file");
      Path other = Certificates.authority(folder, "other").file();
      assertThat(trouble(broker, authorities(other)))
          .isEqualTo(
              "its certificate is signed by nobody in mqtt.ca_file (%s); put the certificate of its authority there, or its own where it has signed itself"
                  .formatted(other));
    }
  }

  @Test
  void refusesACertificateThatHasExpired() throws Exception {
    try (Mosquitto broker = broker(own.signExpired("broker", HERE))) {
      assertThat(trouble(broker, authorities(own.file())))
          .isEqualTo(
              "its certificate has expired; renew it at the broker, if the clock of this machine is right");
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    try (Mosquitto broker = broker(own.sign("broker", "DNS:broker.example"))) {
      assertThat(trouble(broker, authorities(own.file())))
          .isEqualTo(
              "its certificate is not for localhost; use the name in mqtt.url that it is for, or have it made for this one");
    }
  }

  /// As OpenSSL writes keys now, as it wrote them once, and with words around.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp384r1",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "genrsa -traditional 2048",
        "ecparam -name prime256v1 -genkey",
        "ecparam -name secp384r1 -genkey -noout"
      })
  void showsTheBrokerACertificateWithAnyKindOfKey(String command) throws Exception {
    List<String> making = new ArrayList<>(List.of(command.split(" ")));
    making.addAll(
        making.getFirst().equals("genrsa") ? 2 : making.size(), List.of("-out", "me.key"));
    own.openssl(making.toArray(String[]::new));
    own.openssl("req", "-new", "-key", "me.key", "-out", "me.csr", "-subj", "/CN=me");
    own.openssl(
        "x509",
        "-req",
        "-in",
        "me.csr",
        "-CA",
        "own.pem",
        "-CAkey",
        "own-key.pem",
        "-CAcreateserial",
        "-out",
        "me.pem",
        "-days",
        "2");
    try (Mosquitto broker = broker(own.sign("broker", HERE), "require_certificate true")) {
      publish(broker, showing("me.pem", "me.key"));
    }
  }

  @Test
  void saysWhatABrokerHasAgainstItsClient() throws Exception {
    try (Mosquitto broker = broker(own.sign("broker", HERE), "require_certificate true")) {
      assertThat(trouble(broker, authorities(own.file())))
          .isEqualTo(
              "it wants a certificate of its clients; name one and its key in mqtt.client_certificate and mqtt.client_key");
      Certificates.authority(folder, "other").sign("stranger", HERE);
      assertThat(trouble(broker, showing("stranger.pem", "stranger-key.pem")))
          .isEqualTo(
              "it does not take the certificate in mqtt.client_certificate; have it signed by the authority that the broker knows, the broker's log says more");
      own.signExpired("old", HERE);
      assertThat(trouble(broker, showing("old.pem", "old-key.pem")))
          .startsWith("it does not take the certificate in mqtt.client_certificate");
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    own.sign("me", HERE);
    own.sign("another", HERE);
    own.openssl("pkcs8", "-topk8", "-in", "me-key.pem", "-out", "locked.pem", "-passout", "pass:x");
    own.openssl(
        "ec", "-in", "me-key.pem", "-out", "old-locked.pem", "-aes128", "-passout", "pass:x");
    own.openssl("x509", "-in", "own.pem", "-outform", "der", "-out", "own.der");
    try (Mosquitto broker = broker(own.sign("broker", HERE))) {
      for (String locked : List.of("locked.pem", "old-locked.pem")) {
        assertThat(trouble(broker, showing("me.pem", locked)))
            .isEqualTo(
                "mqtt.client_key (%s) is locked with a password; write one without by 'openssl pkey -in FILE -out NEW' that only Cellwarden's user may read"
                    .formatted(folder.resolve(locked)));
      }
      assertThat(trouble(broker, showing("me.pem", "another-key.pem")))
          .endsWith(" does not belong to mqtt.client_certificate; name its own key");
      assertThat(trouble(broker, showing("me.pem", "me.pem")))
          .endsWith(" holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
      assertThat(trouble(broker, authorities(folder.resolve("own.der"))))
          .contains(" holds no certificate in PEM (", "openssl x509 -inform der");
      assertThat(trouble(broker, authorities(folder.resolve("gone.pem"))))
          .endsWith(" cannot be read; see that it is there and Cellwarden's user may read it");
      Files.writeString(
          folder.resolve("torn.pem"),
          Files.readString(own.file()).replaceFirst("\\n.{9}", "\nAAAAAAAAA"));
      assertThat(trouble(broker, authorities(folder.resolve("torn.pem"))))
          .endsWith(" is damaged; copy it there again");
    }
  }

  /// They are renewed while the program runs for years.
  @Test
  void readsTheFilesAgainWithEachConnect() throws Exception {
    Path file = folder.resolve("ca.pem");
    Files.copy(Certificates.authority(folder, "former").file(), file);
    try (Mosquitto broker = broker(own.sign("broker", HERE))) {
      HiveMqBroker client = client(broker, authorities(file));
      assertThat(trouble(client)).contains("nobody in mqtt.ca_file");

      Files.writeString(file, Files.readString(own.file()));

      client.connect(() -> {}).close();
    }
  }

  private Mosquitto broker(Path certificate, String... more) throws Exception {
    List<String> lines = new ArrayList<>();
    String name = certificate.getFileName().toString().replace(".pem", "");
    lines.add("cafile " + own.file());
    lines.add("certfile " + certificate);
    lines.add("keyfile " + folder.resolve(name + "-key.pem"));
    lines.addAll(List.of(more));
    return Mosquitto.startWith(folder, Ports.free(), lines.toArray(String[]::new));
  }

  private static TlsFiles authorities(Path file) {
    return new TlsFiles(Optional.of(file), Optional.empty(), Optional.empty());
  }

  private TlsFiles showing(String certificate, String key) {
    return new TlsFiles(
        Optional.of(own.file()),
        Optional.of(folder.resolve(certificate)),
        Optional.of(folder.resolve(key)));
  }

  private HiveMqBroker client(Mosquitto broker, TlsFiles files) {
    MqttUrl url = new MqttUrl.Remote("localhost", broker.port(), true);
    return new HiveMqBroker(Defaults.mqtt(url).with(files), folder, MESSAGE);
  }

  private void publish(Mosquitto broker, TlsFiles files) throws Exception {
    try (MqttSession session = client(broker, files).connect(() -> {})) {
      session.publish(MESSAGE);
    }
  }

  private String trouble(Mosquitto broker, TlsFiles files) {
    return trouble(client(broker, files));
  }

  /// Without what is said of the other address that localhost may have.
  private static String trouble(HiveMqBroker client) {
    MqttException e = catchThrowableOfType(MqttException.class, () -> client.connect(() -> {}));
    return String.valueOf(e.getMessage());
  }
}
