package cellwarden.output.web;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.config.Defaults;
import cellwarden.journal.Journal;
import cellwarden.output.BridgeFacts;
import cellwarden.settings.Secret;
import cellwarden.settings.WebConfig;
import cellwarden.testing.Facts;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import cellwarden.transport.TcpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A page with a journal and two batteries, `house`, which was read, and `van`, which was not.
final class Site implements AutoCloseable {

  private static final Map<String, String> CHANGE = Map.of("X-Cellwarden", "1");

  /// What was asked of the pollers.
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private final Journal journal;
  private final WebOutput output;
  private final Thread thread;
  private final HttpClient client = HttpClient.newHttpClient();

  Site(Path folder, Optional<String> password) throws Exception {
    journal = Journal.open(Defaults.journal(folder.resolve("bms_data.jsonl")));
    BridgeFacts facts =
        Facts.of(
            List.of(
                Defaults.battery("house", new TcpAddress("192.168.1.7", 8899)),
                Defaults.battery("van", new TcpAddress("192.168.1.8", 8899))),
            List.of(control("house"), control("van")));
    WebConfig config = new WebConfig("127.0.0.1", 0, password.map(Secret::new), false);
    output = new WebOutput(config, facts, journal.path(), Optional.empty());
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                output.run();
              } catch (InterruptedException e) {
                // The test is over.
              }
            });
    Guard.await("the port", () -> output.port() > 0);
    add(Samples.aReading("house"));
  }

  void add(BatteryEvent event) throws Exception {
    output.accept(journal.append(event));
  }

  private BatteryControl control(String battery) {
    return new BatteryControl() {
      @Override
      public String battery() {
        return battery;
      }

      @Override
      public void readNow() {
        asked.add("read " + battery);
      }

      @Override
      public void pause(Duration duration) {
        asked.add("pause " + battery + " " + duration);
      }

      @Override
      public void resume() {
        asked.add("resume " + battery);
      }

      @Override
      public PollHealth health() {
        return new PollHealth(3, 1, 0, false);
      }
    };
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + output.port() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = to(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> change(String path, String body) throws Exception {
    HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofString(body));
    CHANGE.forEach(request::header);
    return send(request);
  }

  /// Listens to the events.
  HttpResponse<InputStream> listen() throws Exception {
    return client.send(to("/api/v1/stream").GET().build(), BodyHandlers.ofInputStream());
  }

  /// Sends a request as it stands, and reads the line that answers it.
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), output.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }

  int port() {
    return output.port();
  }

  @Override
  public void close() {
    output.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    journal.close();
  }
}
