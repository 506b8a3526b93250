package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three batteries in one service: one behind a noisy line, one inside the program, one that is
/// away and comes later.
final class SeveralBatteriesIT {

  private static final String NOISY = "batterie/noisy";
  private static final String BIG = "batterie/big";
  private static final String AWAY = "batterie/away";
  private static final String HISTORY = "/history";

  @TempDir private Path folder;

  @Test
  void eachBatteryGoesItsOwnWay() throws IOException, InterruptedException {
    int brokerPort = Ports.free();
    int noisyPort = Ports.free();
    int awayPort = Ports.free();
    configure(brokerPort, noisyPort, awayPort);
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Child _ = Program.simulator(folder, noisyPort, "--battery", "sim:8s?faults=noisy");
        Mosquitto _ = Mosquitto.start(folder, brokerPort);
        Subscriber subscriber = Subscriber.to(brokerPort, "batterie/#");
        Child service = Program.start(folder, "run")) {
      subscriber.await(message -> isAvailability(message, "offline"));
      assertThat(faults(journal, "away")).isGreaterThanOrEqualTo(3);
      int mark = subscriber.mark();
      subscriber.await(mark, message -> message.topic().equals(NOISY));
      subscriber.await(mark, message -> message.topic().equals(BIG));
      try (Child _ = Program.simulator(folder, awayPort, "--battery", "sim:4s")) {
        subscriber.await(mark, message -> isAvailability(message, "online"));
        subscriber.awaitTopic(AWAY);
      }
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitAll(service);
      service.stop();
      assertThat(service.await()).isZero();
      assertOwnTopics(subscriber);
      assertJournal(journal);
      delivered.assertNoneIsUnknown();
    }
  }

  private void configure(int brokerPort, int noisyPort, int awayPort) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - {name: noisy, address: 'tcp:127.0.0.1:%d', interval: 1s}
          - {name: big, address: 'sim:16s', interval: 1s}
          - {name: away, address: 'tcp:127.0.0.1:%d', interval: 1s}
        mqtt: {url: 'mqtt://127.0.0.1:%d'}
        """
            .formatted(noisyPort, awayPort, brokerPort));
  }

  private static boolean isAvailability(Subscriber.Received message, String state) {
    return message.equals(new Subscriber.Received(true, AWAY + "/availability", state));
  }

  private static long faults(JournalFile journal, String battery) throws IOException {
    return journal.lines().stream()
        .filter(line -> line.contains("\"battery\":\"" + battery + "\",\"fault\":"))
        .count();
  }

  private static void assertOwnTopics(Subscriber subscriber) {
    Map<String, Integer> cells = Map.of(NOISY, 8, BIG, 16, AWAY, 4);
    Map<String, List<String>> availability = new HashMap<>();
    for (Subscriber.Received message : subscriber.received()) {
      boolean passes = message.topic().endsWith(HISTORY) || message.topic().endsWith("/event");
      assertThat(message.retained()).isNotEqualTo(passes);
      String topic = message.topic().replace(HISTORY, "");
      if (cells.containsKey(topic)) {
        Map<String, Object> sample = ExactJson.object(message.payload());
        assertThat("batterie/" + sample.get("battery")).isEqualTo(topic);
        assertThat(ExactJson.list(ExactJson.get(sample, "cells")))
            .hasSize(ExactJson.get(cells, topic));
        assertThat(sample).doesNotContainKey("suspect");
      } else if (message.topic().endsWith("/availability")) {
        availability
            .computeIfAbsent(message.topic(), _ -> new ArrayList<>())
            .add(message.payload());
      }
    }
    assertThat(availability)
        .containsEntry(NOISY + "/availability", List.of("online"))
        .containsEntry(BIG + "/availability", List.of("online"))
        .containsEntry(AWAY + "/availability", List.of("offline", "online"));
  }

  private static void assertJournal(JournalFile journal) throws IOException {
    List<Long> seqs = journal.seqs();
    assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, seqs.size()).boxed().toList());
    assertThat(faults(journal, "big")).isZero();
  }
}
