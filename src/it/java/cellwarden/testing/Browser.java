package cellwarden.testing;

import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A headless Chromium with one page, over its DevTools protocol.
public final class Browser implements AutoCloseable {

  private final Child process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// @param folder for its profile
  public Browser(Path folder) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Tools.find("chromium"),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--lang=en-GB",
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
            "--user-data-dir=" + folder,
            "about:blank");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LANGUAGE", "en");
    process = Child.start(builder);
    String line = process.awaitErr(said -> said.startsWith("DevTools listening on "));
    URI browser = URI.create(line.substring("DevTools listening on ".length()));
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest newPage =
        HttpRequest.newBuilder(URI.create("http://" + browser.getAuthority() + "/json/new"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String page = client.send(newPage, BodyHandlers.ofString()).body();
    String address = parse(page).text("webSocketDebuggerUrl").orElseThrow();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).get();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  private static JsonObject parse(String text) {
    try {
      return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new AssertionError(text, e);
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
      parts.append(data);
      if (whole) {
        take(parse(parts.toString()));
        parts.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void take(JsonObject message) {
    if (message.whole("id").isPresent()) {
      CompletableFuture<JsonObject> call = waiting.remove((int) message.whole("id").getAsLong());
      if (call != null) {
        call.complete(message);
      }
      return;
    }
    JsonObject params = message.object("params").orElseThrow();
    switch (message.text("method").orElse("")) {
      case "Network.requestWillBeSent" ->
          requests.add(params.object("request").orElseThrow().text("url").orElse(""));
      case "Runtime.exceptionThrown" ->
          errors.add(String.valueOf(describe(params, "exceptionDetails")));
      case "Log.entryAdded" -> {
        JsonObject entry = params.object("entry").orElseThrow();
        if (entry.text("level").equals(Optional.of("error"))) {
          errors.add(entry.text("text").orElse("") + " " + entry.text("url").orElse(""));
        }
      }
      case "Runtime.consoleAPICalled" -> {
        if (params.text("type").equals(Optional.of("error"))) {
          errors.add("console.error");
        }
      }
      default -> {}
    }
  }

  private static String describe(JsonObject params, String name) {
    JsonObject details = params.object(name).orElseThrow();
    return details.text("text").orElse("")
        + " "
        + details.object("exception").flatMap(e -> e.text("description")).orElse("");
  }

  /// A command of the protocol.
  public JsonObject call(String method, Map<String, Object> params) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", params);
    synchronized (this) {
      socket.sendText(new String(JsonText.of(message), StandardCharsets.UTF_8), true).get();
    }
    JsonObject got = answer.get(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    if (got.has("error")) {
      throw new AssertionError(method + ": " + got.object("error").orElseThrow().text("message"));
    }
    return got.object("result").orElseThrow();
  }

  /// What an expression of JavaScript comes to, which may be a promise.
  public Optional<Object> evaluate(String expression) throws Exception {
    JsonObject result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(describe(result, "exceptionDetails"));
    }
    return result.object("result").orElseThrow().value("value");
  }

  /// Waits until an expression is true.
  public void await(String condition) throws Exception {
    Guard.await(condition, () -> evaluate(condition).equals(Optional.of(true)));
  }

  public void open(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
  }

  /// Takes a screen of this size.
  ///
  /// @param dark whether the person likes dark pages
  public void look(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /// A picture of the whole page.
  public void picture(Path file) throws Exception {
    JsonObject shot =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(shot.text("data").orElseThrow()));
  }

  /// What went wrong in the page since the last time.
  public List<String> errors() {
    List<String> all = List.copyOf(errors);
    errors.clear();
    return all;
  }

  /// Every address that was asked for.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.close();
  }
}
