package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.ConfigurationFile;
import cellwarden.testing.Child;
import cellwarden.testing.Ports;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker's files in `examples/fleet`: a site gets in with its certificate, and cannot act as
/// another.
final class FleetRightsIT {

  private static final Path EXAMPLES = Path.of("examples/fleet").toAbsolutePath();
  private static final List<String> CLIENTS = List.of("cabin-17", "van-2", "ingest", "operator");

  @TempDir private Path folder = Path.of("");
  private int port;
  private Child broker;

  @BeforeEach
  void startTheBroker() throws Exception {
    certificates("ca");
    certificates("broker", "127.0.0.1");
    for (String client : CLIENTS) {
      certificates("client", client);
    }
    port = Ports.free();
    String usual = Files.readString(EXAMPLES.resolve("mosquitto.conf"));
    Path file = folder.resolve("mosquitto.conf");
    Files.writeString(
        file,
        "user "
            + System.getProperty("user.name")
            + "\n"
            + usual
                .replace("listener 8883", "listener " + port + " 127.0.0.1")
                .replace("/etc/mosquitto/certs/", folder + "/")
                .replace("/etc/mosquitto/cellwarden.acl", EXAMPLES.resolve("acl").toString()));
    broker =
        Child.startUntil(
            new ProcessBuilder(Tools.find("mosquitto"), "-c", file.toString()),
            line -> line.endsWith(" running"));
  }

  @AfterEach
  void endTheBroker() {
    broker.close();
  }

  private void certificates(String... words) throws Exception {
    Tools.find("openssl");
    List<String> command = new ArrayList<>(List.of(EXAMPLES.resolve("certificates").toString()));
    command.addAll(List.of(words));
    try (Child making = Child.start(new ProcessBuilder(command).directory(folder.toFile()))) {
      assertThat(making.await()).as(making.toString()).isZero();
    }
  }

  @Test
  void aSiteCannotWriteAsAnother() throws Exception {
    try (Child ingest = subscribe("ingest", "batterie/#")) {
      publish("cabin-17", "batterie/van-2/house", "forged");
      publish("cabin-17", "batterie/van-2/bridge/state", "forged");
      publish("cabin-17", "homeassistant/device/x/config", "forged");
      publish("cabin-17", "batterie/cabin-17/house", "own");
      ingest.awaitOut(line -> line.equals("batterie/cabin-17/house own"));
      assertThat(ingest.out()).noneMatch(line -> line.contains("forged"));
    }
  }

  @Test
  void aSiteCannotReadWhatAnotherIsAskedOrSays() throws Exception {
    try (Child cabin = subscribe("cabin-17", "#")) {
      publish("operator", "batterie/van-2/bridge/request/pause", "secret");
      publish("van-2", "batterie/van-2/house", "secret");
      publish("ingest", "batterie/cabin-17/bridge/request/replay", "for cabin");
      cabin.awaitOut(line -> line.endsWith(" for cabin"));
      assertThat(cabin.out()).noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void ingestAsksForNothingButSamplesAndPublishesNone() throws Exception {
    try (Child cabin = subscribe("cabin-17", "batterie/cabin-17/#")) {
      publish("ingest", "batterie/cabin-17/bridge/request/pause", "too much");
      publish("ingest", "batterie/cabin-17/house", "too much");
      publish("ingest", "batterie/cabin-17/bridge/request/replay", "right");
      cabin.awaitOut(line -> line.endsWith(" right"));
      assertThat(cabin.out()).noneMatch(line -> line.contains("too much"));
    }
  }

  @Test
  void nobodyGetsInWithoutACertificate() throws Exception {
    List<String> command = client("mosquitto_pub", "cabin-17");
    int at = command.indexOf("--cert");
    command.subList(at, at + 4).clear();
    command.addAll(List.of("-t", "batterie/cabin-17/house", "-m", "own"));
    try (Child stranger = Child.start(new ProcessBuilder(command))) {
      assertThat(stranger.await()).isNotZero();
    }
  }

  @Test
  void cellwardenIsASite() throws Exception {
    String configuration =
        """
        batteries: [{name: house, address: 'sim:4s', interval: 1s}]
        mqtt:
          url: mqtts://127.0.0.1:%d
          ca_file: ca.crt
          client_certificate: cabin-17.crt
          client_key: cabin-17.key
          discovery: off
        journal: {path: '%s'}
        site: cabin-17
        """
            .formatted(port, folder.resolve("bms_data.jsonl"));
    try (Child operator = subscribe("operator", "batterie/#");
        Ending ending = Ending.onSignal(new PrintStream(OutputStream.nullOutputStream()));
        Service site =
            Wiring.service(
                ConfigurationFile.parse(
                    configuration,
                    folder.resolve("cellwarden.yaml"),
                    Map.of(),
                    _ -> Optional.empty()),
                Wiring.bluetooth(),
                List.of(),
                ending)) {
      site.start();
      operator.awaitOut(line -> line.equals("batterie/cabin-17/bridge/state online"));
      operator.awaitOut(line -> line.startsWith("batterie/cabin-17/house {\"seq\":"));
      publish("operator", "batterie/cabin-17/bridge/request/pause", "{}");
      operator.awaitOut(
          line -> line.startsWith("batterie/cabin-17/bridge/response/pause {\"status\":\"ok\""));
    }
  }

  /// It has subscribed when this returns.
  private Child subscribe(String who, String topic) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tools.find("stdbuf"), "-oL"));
    command.addAll(client("mosquitto_sub", who));
    command.addAll(List.of("-d", "-F", "%t %p", "-t", topic));
    return Child.startUntil(new ProcessBuilder(command), line -> line.startsWith("Subscribed "));
  }

  /// The broker has dealt with it when this returns, whether it took it or not.
  private void publish(String who, String topic, String payload)
      throws IOException, InterruptedException {
    List<String> command = client("mosquitto_pub", who);
    command.addAll(List.of("-t", topic, "-m", payload));
    try (Child publishing = Child.start(new ProcessBuilder(command))) {
      publishing.await();
    }
  }

  private List<String> client(String program, String who) throws IOException {
    return new ArrayList<>(
        List.of(
            Tools.find(program),
            "-V",
            "5",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-q",
            "1",
            "--cafile",
            folder.resolve("ca.crt").toString(),
            "--cert",
            folder.resolve(who + ".crt").toString(),
            "--key",
            folder.resolve(who + ".key").toString()));
  }
}
