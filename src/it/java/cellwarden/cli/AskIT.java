package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests to services that run, over a real broker.
final class AskIT {

  private static final String REQUEST = "batterie/bridge/request/";
  private static final String RESPONSE = "batterie/bridge/response/";

  @TempDir private Path folder = Path.of("");

  /// Each answers for itself, and neither for the other.
  @Test
  void twoBridgesUnderOneBaseTopicSpeakForThemselves() throws Exception {
    int port = Ports.free();
    Path house = configuration("house", port);
    Path van = configuration("van", port);
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child first = Program.start(house, "run");
        Child second = Program.start(van, "run")) {
      String own = "batterie/bridge/[0-9a-f]{8}/devices";
      String seen =
          subscriber
              .await(message ->
                  message.topic().matches(own) && message.payload().contains("\"name\":\"house\""))
              .topic();
      subscriber.await(message ->
          message.topic().matches(own)
              && !message.topic().equals(seen)
              && message.payload().contains("\"name\":\"van\""));

      for (String name : List.of("house", "van")) {
        Child ask = Program.start(house, "ask", "read", name, "--json");
        assertThat(ask.await()).isZero();
        assertThat(String.join("", ask.out()))
            .startsWith("{\"status\":\"ok\",\"data\":{\"seq\":")
            .contains("\"battery\":\"" + name + "\"");
      }
      int mark = subscriber.mark();
      broker.publish(REQUEST + "pause", "{\"battery\":\"nobody\",\"transaction\":1}");
      broker.publish(REQUEST + "health", "{\"transaction\":2}");
      for (String name : List.of("house", "van")) {
        subscriber.await(
            mark,
            message ->
                message.topic().equals(RESPONSE + "health")
                    && message.payload().contains("\"batteries\":{\"" + name + "\""));
      }
      assertThat(subscriber.received(mark, subscriber.mark()))
          .noneMatch(message -> message.topic().equals(RESPONSE + "pause"));
      first.stop();
      second.stop();
    }
  }

  @Test
  void answersWhereMqtt5AsksForItAndSendsThePastAgain() throws Exception {
    int port = Ports.free();
    Path house = configuration("house", port);
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = Program.start(house, "run")) {
      String sample = subscriber.awaitTopic("batterie/house").payload();
      assertThat(ask(port, "config", "{\"transaction\":7}"))
          .startsWith("my/answer c0rrelation {\"status\":\"ok\",\"data\":{")
          .endsWith(",\"transaction\":7}");
      assertThat(ask(port, "read", "x".repeat(100_000)))
          .isEqualTo(
              "my/answer c0rrelation {\"status\":\"error\",\"error\":\"a request has at most 4096 bytes, this one has 100000\"}");

      broker.publish(
          REQUEST + "replay", "{\"battery\":\"house\",\"from\":\"2026-01-01T00:00:00Z\"}");
      assertThat(subscriber.awaitTopic("batterie/house/history").payload()).isEqualTo(sample);
      subscriber.await(message ->
          message.topic().equals(RESPONSE + "replay")
              && message.payload().startsWith("{\"status\":\"ok\",\"data\":{\"state\":\"done\""));
      assertThat(service.isAlive()).isTrue();
      service.stop();
      assertThat(service.await()).isZero();
    }
  }

  /// Nobody else listens where requests come, so the broker says that nobody does. What is larger
  /// than any request never gets to the service, and breaks nothing.
  @Test
  void waitsForAServiceThatIsOnlyJustStarting() throws Exception {
    int port = Ports.free();
    Path house = configuration("house", port);
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Child early = Program.start(house, "ask", "health", "--timeout", "10m")) {
      broker.process().awaitOut(line -> line.contains(" as ask-"));
      try (Child service = Program.start(house, "run")) {
        assertThat(early.await()).as(early.toString()).isZero();
        Path large = Files.write(folder.resolve("large"), new byte[1_200_000]);
        publishFile(port, large);
        Child late = Program.start(house, "ask", "health", "--timeout", "10m");
        assertThat(late.await()).as(late.toString()).isZero();
        assertThat(service.err()).noneMatch(line -> line.contains("the connection broke"));
        service.stop();
      }
    }
  }

  private static void publishFile(int port, Path file) throws Exception {
    List<String> command =
        List.of(
            Tools.find("mosquitto_pub"),
            "-p",
            Integer.toString(port),
            "-q",
            "1",
            "-t",
            REQUEST + "health",
            "-f",
            file.toString());
    try (Child client = Child.start(new ProcessBuilder(command))) {
      assertThat(client.await()).isZero();
    }
  }

  private String ask(int port, String what, String payload) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Tools.find("mosquitto_rr"),
            "-V",
            "5",
            "-p",
            Integer.toString(port),
            "-t",
            REQUEST + what,
            "-e",
            "my/answer",
            "-D",
            "publish",
            "correlation-data",
            "c0rrelation",
            "-m",
            payload,
            "-F",
            "%t %D %p");
    try (Child client = Child.start(builder)) {
      return client.awaitOut(line -> line.startsWith("my/answer "));
    }
  }

  private Path configuration(String name, int port) throws IOException {
    Path place = Files.createDirectory(folder.resolve(name));
    Files.writeString(
        place.resolve("cellwarden.yaml"),
        "batteries: [{name: %s, address: 'sim:4s', interval: 1h}]\nmqtt: {url: 'mqtt://127.0.0.1:%d'}\n"
            .formatted(name, port));
    return place;
  }
}
