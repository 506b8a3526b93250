package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Postgres;
import cellwarden.testing.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a site published while nobody listened is asked for, and comes from its journal.
final class GapHealingIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void whatNobodyHeardComesFromTheJournalOfTheSite() throws Exception {
    try (Postgres postgres = Postgres.start();
        Mosquitto broker = Mosquitto.start(folder, Ports.free())) {
      String url = postgres.database("fleet");
      int status = Ports.free();
      Path journal = folder.resolve("bms_data.jsonl");
      Files.writeString(
          folder.resolve("site.yaml"),
          """
          batteries:
            - {name: house, address: 'sim:4s', interval: 1s}
            - {name: van, address: 'sim:8s', interval: 1s}
          mqtt: {url: 'mqtt://127.0.0.1:%d', base_topic: fleet/cabin}
          journal: {path: bms_data.jsonl}
          """
              .formatted(broker.port()));
      Files.writeString(
          folder.resolve("ingest.yaml"),
          """
          mqtt: {url: 'mqtt://127.0.0.1:%d', base_topic: fleet, grace: 1s}
          database: {url: '%s', username: %s}
          metrics: {listen: '127.0.0.1:%d'}
          """
              .formatted(broker.port(), url, Postgres.user(), status));
      try (Child _ = Program.start(folder, "run", "-c", "site.yaml")) {
        Guard.await(
            "ten lines", () -> Files.exists(journal) && Files.readAllLines(journal).size() > 10);
        try (Child ingest = Program.start(folder, "ingest", "-c", "ingest.yaml")) {
          ingest.awaitErr(line -> line.contains("cabin is asked for the samples 1 to "));
          Guard.await(
              "all samples",
              () ->
                  ask(url, "select count(*) = max(seq) and max(seq) > 10 from sample")
                          .equals(List.of("t"))
                      && ask(url, "select outcome from gap").equals(List.of("healed")));
          Guard.await(
              "the count of gaps", () -> metrics(status).contains("{outcome=\"healed\"} 1.0"));
        }
      }
      assertThat(ask(url, "select count(distinct journal), min(length(journal)) from sample"))
          .containsExactly("1|16");
    }
  }

  private static List<String> ask(String url, String sql) {
    try {
      return Postgres.ask(url, sql);
    } catch (SQLException notYet) {
      return List.of();
    }
  }

  private static String metrics(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
