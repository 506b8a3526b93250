package cellwarden.cli.doctor;

import cellwarden.net.HostAddresses;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import cellwarden.transport.TransportException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// From the name of the broker to a message that it acknowledges, beside a service that may be
/// connected with the same settings: under a client id of its own, and on a topic that nobody
/// reads.
public final class BrokerWalk {

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String CHECK_URL = "correct host and port in mqtt.url";

  private final Steps steps;
  private final MqttConfig config;
  private final MqttUrl url;

  public BrokerWalk(Steps steps, MqttConfig config) {
    this.steps = steps;
    this.config = config;
    this.url = config.url();
  }

  /// Walks.
  public void walk() throws InterruptedException {
    if (url instanceof MqttUrl.Embedded) {
      steps.ok("broker", "runs inside the service");
    } else if (hasName() && listens()) {
      publish();
    }
  }

  private boolean hasName() throws InterruptedException {
    steps.doing("looking up " + url.host());
    try {
      String addresses =
          new HostAddresses(url.host())
              .find(MqttSession.STEP).stream()
                  .map(InetAddress::getHostAddress)
                  .collect(Collectors.joining(", "));
      steps.ok("name", url.host() + " is " + addresses);
      return true;
    } catch (UnknownHostException | TimeoutException e) {
      steps.failed(
          "name",
          String.valueOf(e.getMessage()),
          "correct mqtt.url, or see what the name service says with 'getent hosts "
              + url.host()
              + "'");
      return false;
    }
  }

  private boolean listens() throws InterruptedException {
    steps.doing("connecting to " + url);
    try {
      new TcpTransport(new TcpAddress(url.host(), url.port())).connect(MqttSession.STEP).close();
      steps.ok("tcp", "something listens on port " + url.port());
      return true;
    } catch (TransportException e) {
      steps.failed(
          "tcp",
          String.valueOf(e.getMessage()),
          "start the broker on that machine ('systemctl start mosquitto'), or " + CHECK_URL);
      return false;
    }
  }

  private void publish() throws InterruptedException {
    String topic = config.root() + "/bridge/doctor";
    Message message = Message.passing(topic, NOTHING);
    String id = String.format(Locale.ROOT, "doctor-%08x", ThreadLocalRandom.current().nextInt());
    HiveMqBroker broker = new HiveMqBroker(config.withClientId(id), Path.of("doctor"), message);
    boolean greeted = false;
    try (MqttSession session = broker.connect(() -> {})) {
      greeted = true;
      tls(Optional.empty());
      steps.ok("connack", "the broker lets " + config.username().orElse("anybody") + " in");
      session.publish(message);
      steps.ok("publish", "the broker acknowledged a message on " + topic);
    } catch (MqttException e) {
      if (greeted) {
        steps.failed(
            "publish",
            topic + " was not taken (" + e.getMessage() + ")",
            "let this user publish to " + config.root() + "/#");
      } else if (e.kind() == MqttException.Kind.ENCRYPTION) {
        tls(Optional.of(e));
      } else {
        tls(Optional.empty());
        refused(e);
      }
    }
  }

  private void tls(Optional<MqttException> trouble) {
    if (trouble.isPresent()) {
      failed("tls", trouble.get(), "check that this port speaks TLS, or try mqtt:// in mqtt.url");
    } else if (url.isTls()) {
      steps.ok("tls", "the certificate is right");
    }
  }

  private void refused(MqttException e) {
    failed(
        "connack",
        e,
        switch (e.kind()) {
          case LOGIN_REFUSED, NOT_AUTHORIZED -> MqttException.CHECK_LOGIN;
          default -> CHECK_URL;
        });
  }

  /// Some of the words say themselves what to do.
  private void failed(String step, MqttException e, String advice) {
    String words = String.valueOf(e.getMessage());
    steps.failed(step, words.contains("; ") ? words : words + "; " + advice);
  }
}
