package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Postgres;
import cellwarden.testing.Program;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ingest` between a real broker and a real database, of which each may die.
final class IngestIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void whateverDiesEachSampleIsInTheDatabaseOnce() throws Exception {
    try (Postgres postgres = Postgres.start();
        Mosquitto broker = Mosquitto.start(folder, Ports.free())) {
      String url = postgres.database("fleet");
      configure(broker.port(), url);
      Child first = ingest();
      first.awaitErr(line -> line.contains("connected to"));
      publish(broker.port(), "fleet/cabin/house", 1, 300);
      publish(broker.port(), "fleet/cabin/house/history", 250, 320);
      awaitSamples(url, 320);

      postgres.kill();
      publish(broker.port(), "fleet/cabin/house", 321, 600);
      first.awaitErr(line -> line.contains("does not take what comes"));
      first.kill();
      publish(broker.port(), "fleet/cabin/house", 601, 700);

      try (Child second = ingest()) {
        second.awaitErr(line -> line.contains("does not take what comes"));
        postgres.again();
        awaitSamples(url, 700);
        assertThat(Postgres.ask(url, "select count(distinct seq), max(seq) from sample"))
            .containsExactly("700|700");
        assertThat(Postgres.ask(url, "select received from journal")).containsExactly("{[1,701)}");
        second.signal("TERM");
        assertThat(second.await()).isZero();
      }
    }
  }

  @Test
  void aBrokerThatWasAwayIsFoundAgain() throws Exception {
    int port = Ports.free();
    try (Postgres postgres = Postgres.start()) {
      String url = postgres.database("fleet");
      configure(port, url);
      try (Child ingest = ingest()) {
        ingest.awaitErr(line -> line.contains("no connection to"));
        try (Mosquitto broker = Mosquitto.start(folder, port)) {
          ingest.awaitErr(line -> line.contains("connected to"));
          publish(broker.port(), "fleet/cabin/house", 1, 10);
          awaitSamples(url, 10);
        }
      }
    }
  }

  @Test
  void twoWithOneClientIdNameTheCause() throws Exception {
    try (Postgres postgres = Postgres.start();
        Mosquitto broker = Mosquitto.start(folder, Ports.free())) {
      configure(broker.port(), postgres.database("fleet"));
      String cause = "another program may have the same client id";
      try (Child first = ingest()) {
        first.awaitErr(line -> line.contains("connected to"));
        try (Child second = ingest()) {
          first.awaitErr(line -> line.contains(cause));
          second.awaitErr(line -> line.contains(cause));
        }
        assertThat(first.err()).filteredOn(line -> line.contains(cause)).hasSize(1);
      }
    }
  }

  @Test
  void theOwnerMakesTheTablesAndEnds() throws Exception {
    try (Postgres postgres = Postgres.start()) {
      String url = postgres.database("fleet");
      configure(1, url);
      try (Child owner = Program.start(folder, "ingest", "--migrate", "-c", "ingest.yaml")) {
        assertThat(owner.await()).isZero();
        assertThat(owner.out()).containsExactly("the tables of " + url + " are up to date");
      }
      assertThat(Postgres.ask(url, "select count(*) from sample")).containsExactly("0");
      configure(1, url.replace("/fleet", "/none"));
      try (Child owner = Program.start(folder, "ingest", "--migrate", "-c", "ingest.yaml")) {
        assertThat(owner.await()).isEqualTo(1);
        assertThat(owner.err().getLast()).contains("database \"none\" does not exist");
      }
    }
  }

  @Test
  void laterTablesEndItWithASentence() throws Exception {
    try (Postgres postgres = Postgres.start();
        Mosquitto broker = Mosquitto.start(folder, Ports.free())) {
      String url = postgres.database("fleet");
      configure(broker.port(), url);
      try (Child ingest = ingest()) {
        ingest.awaitErr(line -> line.contains("connected to"));
        publish(broker.port(), "fleet/cabin/house", 1, 1);
        awaitSamples(url, 1);
      }
      Postgres.run(
          url,
          "insert into schema_version (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
              + " values (1000, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)");
      try (Child ingest = ingest()) {
        assertThat(ingest.await()).isEqualTo(2);
        assertThat(ingest.err().getLast())
            .isEqualTo(
                "cellwarden: database "
                    + url
                    + ": its tables are of version 999, made by a later Cellwarden; update this one.");
      }
    }
  }

  private void configure(int port, String url) throws IOException {
    Files.writeString(
        folder.resolve("ingest.yaml"),
        """
        mqtt:
          url: mqtt://127.0.0.1:%d
          base_topic: fleet
        database:
          url: %s
          username: %s
        """
            .formatted(port, url, Postgres.user()));
  }

  private Child ingest() throws IOException {
    return Program.start(folder, "ingest", "-c", "ingest.yaml");
  }

  private static void awaitSamples(String url, int count) throws Exception {
    Guard.await(
        count + " samples",
        () -> {
          try {
            return Postgres.ask(url, "select count(*) from sample")
                .equals(List.of(Integer.toString(count)));
          } catch (SQLException notYet) {
            return false;
          }
        });
  }

  /// Publishes these samples with QoS 1, as a site does.
  private static void publish(int port, String topic, int from, int to)
      throws IOException, InterruptedException {
    String lines =
        IntStream.rangeClosed(from, to)
            .mapToObj(seq ->
                "{\"seq\":%d,\"time\":\"2026-11-22T14:%02d:%02d.000Z\",\"battery\":\"house\",\"voltage\":13.31}"
                    .formatted(seq, seq / 60, seq % 60))
            .collect(Collectors.joining("\n", "", "\n"));
    Process publisher =
        new ProcessBuilder(
                Tools.find("mosquitto_pub"),
                "-V",
                "5",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-q",
                "1",
                "-D",
                "publish",
                "user-property",
                "journal",
                "3f9a2c1d",
                "-t",
                topic,
                "-l")
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    publisher.getOutputStream().write(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    publisher.getOutputStream().close();
    assertThat(publisher.waitFor()).isZero();
  }
}
