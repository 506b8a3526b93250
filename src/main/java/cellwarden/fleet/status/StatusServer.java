package cellwarden.fleet.status;

import cellwarden.settings.WebConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// `/metrics` for Prometheus, and `/healthz`: 200 where broker and database are there, else 503.
public final class StatusServer implements AutoCloseable {

  private static final int WAITING = 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String JSON = "application/json";

  private final HttpServer server;
  private final IngestFigures figures;

  private StatusServer(HttpServer server, IngestFigures figures) {
    this.server = server;
    this.figures = figures;
  }

  /// Begins to listen.
  ///
  /// @throws IOException if that is not possible there
  public static StatusServer start(WebConfig listen, IngestFigures figures) throws IOException {
    InetSocketAddress place =
        new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
    StatusServer status = new StatusServer(HttpServer.create(place, WAITING), figures);
    status.server.createContext("/", status::answer);
    status.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    status.server.start();
    return status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        send(exchange, NOT_ALLOWED, JSON, new byte[0]);
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> {
          ByteArrayOutputStream text = new ByteArrayOutputStream();
          figures.write(text);
          send(exchange, OK, figures.contentType(), text.toByteArray());
        }
        case "/healthz" -> {
          boolean isWell = figures.isBrokerUp() && figures.isDatabaseUp();
          send(exchange, isWell ? OK : UNAVAILABLE, JSON, health());
        }
        default -> send(exchange, NOT_FOUND, JSON, new byte[0]);
      }
    }
  }

  private byte[] health() {
    return "{\"broker\":%b,\"database\":%b}\n"
        .formatted(figures.isBrokerUp(), figures.isDatabaseUp())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
    if (hasBody) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
