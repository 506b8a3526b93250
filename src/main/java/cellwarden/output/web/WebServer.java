package cellwarden.output.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The JDK's server, with limits for slow and hostile clients. A virtual thread serves each
/// request; one that takes too long is interrupted, which also closes its connection.
final class WebServer implements AutoCloseable {

  /// No request has a longer body.
  static final int MOST_BODY = 4096;

  private static final int MOST_PATH = 2048;
  private static final int PIECE = 8192;

  /// A request and its answer, but for a stream of events.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin");

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  static {
    // Seconds for a request to come in whole, and for a connection to wait for one; connections.
    limit("sun.net.httpserver.maxReqTime", 10);
    limit("sun.net.httpserver.idleInterval", 30);
    limit("sun.net.httpserver.maxIdleConnections", 100);
    limit("jdk.httpserver.maxConnections", 512);
    limit("sun.net.httpserver.maxReqHeaders", 60);
    limit("sun.net.httpserver.maxReqHeaderSize", 16_384);
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /// What a request comes to.
  interface Service {

    /// Answers it.
    ///
    /// @throws WebTrouble if it gets no answer
    WebReply answer(WebRequest request) throws WebTrouble, InterruptedException;

    /// Whether a request is for a stream of events; refuses who may not have it.
    boolean isStream(WebRequest request) throws WebTrouble;

    /// Writes events until the listener goes.
    void stream(WebRequest request, OutputStream out) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Service service;
  private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();

  private WebServer(HttpServer server, Service service) {
    this.server = server;
    this.service = service;
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /// Listens.
  ///
  /// @throws IOException if that is not possible, such as where another program does
  static WebServer start(String host, int port, Service service) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 64);
    WebServer web = new WebServer(server, service);
    server.setExecutor(web.threads);
    server.createContext("/", web::serve);
    server.start();
    return web;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Ends what takes too long. To be called every few seconds.
  void endSlow() {
    long now = System.nanoTime();
    deadlines.forEach((thread, deadline) -> {
      if (now - deadline > 0 && deadlines.remove(thread) != null) {
        thread.interrupt();
      }
    });
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    extend();
    try {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      respond(exchange);
    } catch (InterruptedException e) {
      LOG.debug("web: interrupted");
    } finally {
      deadlines.remove(Thread.currentThread());
      exchange.close();
    }
  }

  private void extend() {
    deadlines.put(Thread.currentThread(), System.nanoTime() + LONGEST.toNanos());
  }

  private void respond(HttpExchange exchange) throws IOException, InterruptedException {
    WebReply reply;
    try {
      WebRequest request = request(exchange);
      if (service.isStream(request)) {
        deadlines.remove(Thread.currentThread());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        service.stream(request, exchange.getResponseBody());
        return;
      }
      reply = service.answer(request);
    } catch (WebTrouble e) {
      reply = WebReply.of(e);
    } catch (InterruptedException e) {
      reply = WebReply.of(new WebTrouble(503, "that takes too long here; ask for less"));
      extend();
    } catch (RuntimeException bug) {
      LOG.error("web: {} {}", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), bug);
      reply = WebReply.of(new WebTrouble(500, "a bug in Cellwarden, which its log says"));
    }
    try {
      send(exchange, reply);
    } finally {
      reply.sent().run();
    }
  }

  private static void send(HttpExchange exchange, WebReply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    headers.set("Content-Type", reply.type());
    boolean bare = reply.status() == 304 || exchange.getRequestMethod().equals("HEAD");
    if (bare || reply.body().length == 0) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    // What is written at once, the JDK's server keeps twice for as long as the connection lives.
    byte[] body = reply.body();
    for (int from = 0; from < body.length; from += PIECE) {
      exchange.getResponseBody().write(body, from, Math.min(PIECE, body.length - from));
    }
  }

  private static WebRequest request(HttpExchange exchange) throws IOException, WebTrouble {
    String method = exchange.getRequestMethod();
    if (!List.of("GET", "HEAD", "POST").contains(method)) {
      throw new WebTrouble(405, "only GET and POST are known here");
    }
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getRawQuery();
    if (exchange.getRequestURI().toString().length() > MOST_PATH || path == null) {
      throw new WebTrouble(414, "the URL is too long");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
    if (body.length > MOST_BODY) {
      exchange.getResponseHeaders().set("Connection", "close");
      throw new WebTrouble(413, "a request has at most " + MOST_BODY + " bytes");
    }
    return new WebRequest(
        method.equals("HEAD") ? "GET" : method,
        path,
        WebRequest.parse(query == null ? "" : query),
        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        body);
  }
}
