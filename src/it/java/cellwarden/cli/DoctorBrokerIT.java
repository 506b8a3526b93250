package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `doctor` says of a real broker, and of what is none.
final class DoctorBrokerIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void everyStepOfABrokerThatWorks() throws Exception {
    try (Mosquitto broker = Mosquitto.startWithLogin(folder, Ports.free(), "me", "hunter2");
        Subscriber own = Subscriber.withLogin(broker.port(), "batterie/#", "me", "hunter2")) {
      Cli.Result result = doctor("mqtt://127.0.0.1:" + broker.port(), "me", "hunter2");

      assertThat(result.status()).isZero();
      assertThat(brokerSteps(result))
          .containsExactly(
              "✓ name           127.0.0.1 is 127.0.0.1",
              "✓ tcp            something listens on port " + broker.port(),
              "✓ connack        the broker lets me in",
              "✓ publish        the broker acknowledged a message on batterie/bridge/doctor");
      Subscriber.Received said = own.awaitTopic("batterie/bridge/doctor");
      assertThat(said).isEqualTo(new Subscriber.Received(false, "batterie/bridge/doctor", "{}"));
    }
  }

  @Test
  void wrongPassword() throws Exception {
    try (Mosquitto broker = Mosquitto.startWithLogin(folder, Ports.free(), "me", "hunter2")) {
      Cli.Result result = doctor("mqtt://127.0.0.1:" + broker.port(), "me", "hunter3");
      assertCross(result, "connack        not authorized", "check mqtt.username and mqtt.password");
      assertThat(result.out()).doesNotContain("hunter");
    }
  }

  @Test
  void userWhoMayNotPublish() throws Exception {
    try (Mosquitto broker =
        Mosquitto.startWithRights(folder, Ports.free(), "topic read batterie/#")) {
      assertCross(
          doctor("mqtt://127.0.0.1:" + broker.port(), "", ""),
          "publish        batterie/bridge/doctor was not taken (not authorized)",
          "let this user publish to batterie/#");
    }
  }

  @Test
  void brokerWithoutTls() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free())) {
      assertCross(
          doctor("mqtts://127.0.0.1:" + broker.port(), "", ""),
          "tls            no MQTT broker answers there, the connection was ended as TLS began",
          "check host and port in mqtt.url, and that the broker speaks TLS there");
    }
  }

  @Test
  void nobodyListens() throws Exception {
    assertCross(
        doctor("mqtt://127.0.0.1:" + Ports.free(), "", ""),
        "tcp            tcp:127.0.0.1:",
        "start the broker on that machine");
  }

  @Test
  void somethingElseListens() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      assertCross(
          doctor("mqtt://127.0.0.1:" + silent.getLocalPort(), "", ""),
          "connack        it took the connection but has not answered within 5 s",
          "check host and port in mqtt.url");
    }
  }

  /// Names below `invalid` never exist (RFC 2606).
  @Test
  void hostThatHasNoAddress() throws Exception {
    assertCross(
        doctor("mqtt://broker.invalid", "", ""),
        "name           no host is called broker.invalid",
        "getent hosts broker.invalid");
  }

  private static void assertCross(Cli.Result result, String step, String advice) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(brokerSteps(result).getLast()).startsWith("✗ " + step);
    assertThat(
            result.out().lines().filter(line -> line.startsWith("broker mqtt")).toList().getLast())
        .contains(advice);
  }

  /// Between the headings of the broker and of the machine.
  private static List<String> brokerSteps(Cli.Result result) {
    return result
        .out()
        .lines()
        .dropWhile(line -> !line.startsWith("broker mqtt"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .map(String::strip)
        .toList();
  }

  private Cli.Result doctor(String url, String user, String password) throws IOException {
    String login = user.isEmpty() ? "" : "\n  username: " + user + "\n  password: " + password;
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries:
          - name: shed
            address: sim:4s
        mqtt:
          url: %s%s
        journal:
          path: %s
        """
            .formatted(url, login, folder.resolve("bms.jsonl")));
    return Cli.run("doctor", "-c", file.toString());
  }
}
