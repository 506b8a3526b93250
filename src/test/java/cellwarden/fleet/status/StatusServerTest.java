package cellwarden.fleet.status;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.WebConfig;
import cellwarden.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said over HTTP of the ingest.
final class StatusServerTest {

  private final IngestFigures figures = new IngestFigures(() -> 7);
  private int port;
  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private StatusServer server;

  @BeforeEach
  void start() throws IOException {
    port = Ports.free();
    server = StatusServer.start(new WebConfig("127.0.0.1", port, Optional.empty(), false), figures);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void isWellWhileBrokerAndDatabaseAreThere() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    figures.broker(true);
    assertThat(get("/healthz").body()).isEqualTo("{\"broker\":true,\"database\":false}\n");
    figures.database(true);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    figures.broker(false);
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
  }

  @Test
  void countsWhatWasWritten() throws Exception {
    figures.batch(12, Duration.ofMillis(30), OptionalDouble.of(1.5), 7, 2, 1, 2);
    figures.gaps(3, 1, 4, 2);
    figures.database(true);

    assertThat(get("/metrics").body())
        .contains("cellwarden_ingest_rows_total{table=\"sample\"} 7.0")
        .contains("cellwarden_ingest_rows_total{table=\"reject\"} 2.0")
        .contains("cellwarden_ingest_duplicates_total 2.0")
        .contains("cellwarden_ingest_lag_seconds 1.5")
        .contains("cellwarden_ingest_batch_messages_sum 12.0")
        .contains("cellwarden_ingest_waiting_messages 7.0")
        .contains("cellwarden_ingest_gaps_closed_total{outcome=\"given_up\"} 1.0")
        .contains("cellwarden_ingest_gaps_open 4.0")
        .contains("cellwarden_ingest_up{to=\"broker\"} 0.0")
        .contains("cellwarden_ingest_up{to=\"database\"} 1.0");
  }

  @Test
  void saysNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    HttpResponse<String> posted =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(posted.statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
