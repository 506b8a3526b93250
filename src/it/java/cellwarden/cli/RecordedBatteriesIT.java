package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What real batteries answered goes over TCP through the service; journal and broker must hold
/// exactly the values that were worked out for those answers.
///
/// The recordings stand beside the project, not in it: at `../shared/vectors/jbd-visible.json`, or
/// where the system property `cellwarden.vectors` says. Without them this test is skipped.
final class RecordedBatteriesIT {

  private static final Path FILE =
      Path.of(System.getProperty("cellwarden.vectors", "../shared/vectors/jbd-visible.json"));

  /// Recordings of one board.
  ///
  /// @param ids of registers 03 and 04, and of 05 where one belongs to that board
  /// @param suspect what contradicts in the recording itself: here pack voltage and the sum of the
  ///   cells
  private record Battery(String name, List<String> ids, List<String> suspect) {}

  private static final List<Battery> BATTERIES =
      List.of(
          battery("sp04", "sp04-basic-1", "sp04-cells-1", "sp04-name"),
          battery("sp04-in-fragments", "sp04-basic-2-frag", "sp04-cells-2", "sp04-name"),
          battery("fets-locked", "readme-moslock", "readme-cells"),
          battery("vendor-15s", "vendor-15s-basic", "vendor-15s-cells", "vendor-name"),
          suspect("vendor-17s", "vendor-17s-basic", "vendor-17s-cells"),
          suspect("aio", "aio-basic", "aio-cells", "vendor-name"),
          suspect("aio-with-problem", "aio-problem-first-bit", "aio-cells", "vendor-name"),
          battery("v1-idle", "v1-basic-idle", "v1-cells"),
          battery("v1-discharging", "v1-basic-discharge", "v1-cells"));

  @TempDir private Path folder;

  private static Battery battery(String name, String... ids) {
    return new Battery(name, List.of(ids), List.of());
  }

  private static Battery suspect(String name, String... ids) {
    return new Battery(name, List.of(ids), List.of("voltage"));
  }

  @Test
  void journalAndBrokerHoldWhatTheBatteriesSaid() throws IOException, InterruptedException {
    assumeTrue(Files.exists(FILE), () -> "no recorded answers at " + FILE);
    Map<String, Map<String, Object>> expected = RecordedValues.read(FILE);
    List<Child> simulators = new ArrayList<>();
    int port = Ports.free();
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
      JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
      Delivered delivered = new Delivered(journal, subscriber);
      Path config = configuration(port, simulators);
      try (Child service = Program.start(folder, "run", "-c", config.toString())) {
        for (Battery battery : BATTERIES) {
          Subscriber.Received message = subscriber.awaitTopic("batterie/" + battery.name());
          assertThat(message.retained()).isTrue();
          assertSample(battery, message.payload(), expected);
        }
        delivered.awaitAll(service);
        service.stop();
        assertThat(service.await()).isZero();
      }
      assertJournalled(delivered);
    } finally {
      for (Child simulator : simulators) {
        simulator.close();
      }
    }
  }

  private Path configuration(int brokerPort, List<Child> simulators)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(List.of("batteries:"));
    for (Battery battery : BATTERIES) {
      int port = Ports.free();
      String ids = String.join(",", battery.ids());
      String file = FILE.toAbsolutePath().toString();
      simulators.add(Program.startSimulator(folder, port, "--answers", file, "--select", ids));
      lines.add(
          "  - {name: %s, address: 'tcp:127.0.0.1:%d', interval: 1h}"
              .formatted(battery.name(), port));
    }
    for (Child simulator : simulators) {
      Program.awaitListening(simulator);
    }
    lines.add("mqtt: {url: 'mqtt://127.0.0.1:%d'}".formatted(brokerPort));
    return Files.write(folder.resolve("cellwarden.yaml"), lines);
  }

  private static void assertSample(
      Battery battery, String json, Map<String, Map<String, Object>> expected) {
    Map<String, Object> sample = ExactJson.object(json);
    Map<String, Object> wanted = RecordedValues.of(battery.ids(), expected);
    assertThat(sample)
        .as(battery.name())
        .containsAllEntriesOf(wanted)
        .containsEntry("battery", battery.name());
    assertThat(sample.get("hardware_version")).isEqualTo(wanted.get("hardware_version"));
    assertThat(sample.getOrDefault("suspect", List.of())).isEqualTo(battery.suspect());
    assertThat(sample.keySet()).containsAll(RecordedValues.ALWAYS_THERE);
  }

  private static void assertJournalled(Delivered delivered) throws IOException {
    delivered.assertNoneIsUnknown();
    assertThat(delivered.journal().seqs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }
}
