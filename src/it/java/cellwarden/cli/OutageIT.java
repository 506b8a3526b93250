package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.CuttableRelay;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the broker missed, while it was away or while the program was, comes later.
@Timeout(180)
final class OutageIT {

  private static final String SAMPLE = "batterie/myBattery";
  private static final String HISTORY = SAMPLE + "/history";
  private static final Duration GUARD = Duration.ofSeconds(60);

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
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(relay.port(), "")) {
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
      delivered.awaitAll(service, GUARD);
      service.stop();
      assertThat(service.await()).as(service.toString()).isZero();
      delivered.awaitAll(service, GUARD);
      delivered.assertComplete();
      assertThat(folder.resolve("bms_data.mqtt.json"))
          .hasContent("{\"next\":%d,\"pending\":[]}".formatted(journal.seqs().getLast() + 1));
    } finally {
      broker.close();
    }
  }

  @Test
  void nothingComesLaterWhereItIsSwitchedOff() throws IOException, InterruptedException {
    try (Child service = service(port, ", backfill: off")) {
      awaitMore(service, 3);
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
      }
      service.stop();
      assertThat(service.err().stream().filter(line -> line.contains("does not take"))).hasSize(1);
    }
    assertThat(folder.resolve("bms_data.mqtt.json")).content().contains("\"pending\":[[1,");
  }

  @Test
  void sampleThatTheBrokerDoesNotTakeLiveComesAsHistory() throws IOException, InterruptedException {
    try (Mosquitto _ = forbidding(SAMPLE);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(port, "")) {
      subscriber.awaitTopic(HISTORY);
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitAll(service, GUARD);
      service.stop();
      assertThat(topics(subscriber)).doesNotContain(SAMPLE);
    }
  }

  private Mosquitto forbidding(String topic) throws IOException, InterruptedException {
    return Mosquitto.startWithRights(
        folder, port, "topic readwrite batterie/#", "topic deny " + topic);
  }

  private Child service(int broker, String options) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: 'sim:', interval: 1s}]
        mqtt: {url: 'mqtt://127.0.0.1:%d'%s}
        """
            .formatted(broker, options));
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
