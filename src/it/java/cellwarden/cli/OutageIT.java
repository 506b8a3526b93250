package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.CuttableRelay;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Simulator;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the broker missed, while it was away or while the program was, comes later.
final class OutageIT {

  private static final String SAMPLE = "batterie/myBattery";
  private static final String HISTORY = SAMPLE + "/history";

  @TempDir private Path folder;
  private JournalFile journal;
  private int port;

  @BeforeEach
  void choosePlaces() throws IOException {
    journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    port = Ports.free();
  }

  @Test
  void everythingComesThatWasReadWhileTheBrokerWasAway() throws IOException, InterruptedException {
    Mosquitto broker = Mosquitto.start(folder, port);
    try (CuttableRelay relay = CuttableRelay.to(port);
        SimulatorServer battery = Simulator.listen("sim:4s");
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service("tcp:127.0.0.1:" + battery.port(), relay.port(), "")) {
      subscriber.awaitTopic(SAMPLE);
      for (int outage = 0; outage < 2; outage++) {
        broker.process().kill();
        relay.shut();
        awaitMore(service, 4);
        int mark = subscriber.mark();
        broker = Mosquitto.start(folder, port);
        subscriber.awaitAgain(mark);
        relay.open();
        subscriber.await(mark, message -> message.topic().equals(HISTORY));
        awaitMore(service, 2);
      }
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitEnd(service, Map.of("myBattery", battery));
      long next = journal.seqs().getLast() + 1;
      stopAndSave(service, subscriber, "{\"next\":%d,\"pending\":[],".formatted(next));
      delivered.assertComplete();
    } finally {
      broker.close();
    }
  }

  /// Neither side hears of it: the program misses an acknowledgement.
  @Test
  void everythingComesThatAHalfOpenConnectionSwallowed() throws IOException, InterruptedException {
    try (Mosquitto broker = Mosquitto.start(folder, port);
        CuttableRelay relay = CuttableRelay.to(broker.port());
        SimulatorServer battery = Simulator.listen("sim:4s");
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service("tcp:127.0.0.1:" + battery.port(), relay.port(), "")) {
      subscriber.awaitTopic(SAMPLE);
      int mark = subscriber.mark();

      relay.freeze();

      subscriber.await(mark, message -> message.topic().equals(HISTORY));
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitEnd(service, Map.of("myBattery", battery));
      assertThat(service.err())
          .anyMatch(line -> line.contains("no acknowledgement within 10 s"))
          .filteredOn(line -> line.contains("mqtt: connected"))
          .hasSizeGreaterThan(1);
      service.stop();
      delivered.assertComplete();
    }
  }

  @Test
  void nothingComesLaterWhereItIsSwitchedOff() throws IOException, InterruptedException {
    try (Child service = service(port, ", backfill: off")) {
      awaitMore(service, 4);
      try (Mosquitto _ = Mosquitto.start(folder, port);
          Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
        Subscriber.Received first = subscriber.awaitTopic(SAMPLE);
        assertThat(JournalFile.seq(first.payload())).isGreaterThan(2);
        int mark = subscriber.mark();
        subscriber.await(mark, message -> message.topic().equals(SAMPLE));
        assertThat(topics(subscriber)).doesNotContain(HISTORY);
      }
      service.stop();
    }
    assertThat(folder.resolve("bms_data.mqtt.json")).doesNotExist();
  }

  @Test
  void brokerThatDoesNotTakeTheHistoryGetsWhatIsLive() throws IOException, InterruptedException {
    try (Child service = service(port, "")) {
      awaitMore(service, 3);
      try (Mosquitto _ = forbidding(HISTORY);
          Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
        String told = service.awaitErr(line -> line.contains("does not take"));
        assertThat(told).contains(HISTORY, "not authorized", "mqtt.backfill");
        int mark = subscriber.mark();
        subscriber.await(mark, message -> message.topic().equals(SAMPLE));
        assertThat(topics(subscriber)).doesNotContain(HISTORY);
        stopAndSave(service, subscriber, "\"pending\":[[1,");
      }
      assertThat(service.err().stream().filter(line -> line.contains("does not take"))).hasSize(1);
    }
  }

  @Test
  void sampleThatTheBrokerDoesNotTakeLiveComesAsHistory() throws IOException, InterruptedException {
    try (Mosquitto _ = forbidding(SAMPLE);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(port, "")) {
      subscriber.awaitTopic(HISTORY);
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitAll(service);
      service.stop();
      assertThat(topics(subscriber)).doesNotContain(SAMPLE);
    }
  }

  private Mosquitto forbidding(String topic) throws IOException, InterruptedException {
    return Mosquitto.startWithRights(
        folder,
        port,
        "topic readwrite batterie/#",
        "topic readwrite homeassistant/#",
        "topic deny " + topic);
  }

  /// Stops the program so that it saves what is delivered. A stop that takes too long is cut off
  /// before: then the next run delivers that once more, and saves it.
  private void stopAndSave(Child service, Subscriber subscriber, String words)
      throws IOException, InterruptedException {
    Path file = folder.resolve("bms_data.mqtt.json");
    service.stop();
    assertThat(service.await()).as(service.toString()).isZero();
    while (!Files.readString(file).contains(words)) {
      int mark = subscriber.mark();
      try (Child again = Program.start(folder, "run")) {
        subscriber.await(mark, message -> message.payload().equals("online"));
        again.stop();
      }
    }
  }

  private Child service(int broker, String options) throws IOException {
    return service("sim:", broker, options);
  }

  private Child service(String battery, int broker, String options) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: '%s', interval: 1s}]
        mqtt: {url: 'mqtt://127.0.0.1:%d'%s}
        """
            .formatted(battery, broker, options));
    return Program.start(folder, "run");
  }

  private void awaitMore(Child service, int samples) throws IOException {
    int before = journal.lines().size();
    journal.await(service, lines -> lines.size() >= before + samples);
  }

  private static List<String> topics(Subscriber subscriber) {
    return subscriber.received().stream().map(Subscriber.Received::topic).toList();
  }
}
