package cellwarden.output.web;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Output;
import cellwarden.output.ServiceHealth;
import cellwarden.settings.WebConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page, the interface for programs and what Prometheus scrapes.
public final class WebOutput implements Output, WebServer.Service {

  /// So often what is slow is ended, and an address that is not there is tried again.
  private static final Duration BEAT = Duration.ofSeconds(2);

  private static final double MOST_MINUTES = 24 * 60;
  private static final double USUAL_MINUTES = 10;
  private static final double MINUTE_MILLIS = 60_000;

  private static final String API = "/api/v1/";
  private static final Pattern CHANGE =
      Pattern.compile(API + "batteries/([A-Za-z0-9_-]{1,64})/(read|pause|resume)");
  private static final Logger LOG = LoggerFactory.getLogger(WebOutput.class);

  /// What Prometheus scrapes.
  @FunctionalInterface
  public interface Scrape {

    /// What there is now.
    ///
    /// @param accept what whoever scrapes takes, the header of this name
    /// @return its type and the text
    Map.Entry<String, byte[]> of(String accept) throws InterruptedException;
  }

  private final WebConfig config;
  private final BridgeFacts facts;
  private final Optional<Scrape> scrape;
  private final LiveBatteries batteries;
  private final LiveStream stream = new LiveStream();
  private final HistoryDesk history;
  private final Access access;
  private final long begun = System.nanoTime();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile int port;
  private boolean saidTrouble;

  /// @param journal its current file
  /// @param scrape empty where nothing is counted
  public WebOutput(WebConfig config, BridgeFacts facts, Path journal, Optional<Scrape> scrape) {
    this.config = config;
    this.facts = facts;
    this.scrape = scrape;
    this.batteries = new LiveBatteries(facts, System::nanoTime);
    this.history =
        new HistoryDesk(journal, new LinkedHashSet<>(facts.names()), () -> Instant.now());
    this.access =
        new Access(
            config.password(),
            facts.installation(),
            config.isOwn(),
            System::nanoTime,
            System::currentTimeMillis);
  }

  @Override
  public String name() {
    return "web";
  }

  /// Where it listens; 0 while it does not.
  public int port() {
    return port;
  }

  @Override
  public void accept(EncodedEvent event) {
    batteries.take(event);
    if (!stream.isHeard()) {
      return;
    }
    if (event.event() instanceof BatteryEvent.Incident) {
      stream.send("event", event.json());
    } else {
      tell(event.event().battery());
    }
  }

  private void tell(String battery) {
    batteries.one(battery).ifPresent(json -> stream.send("battery", json));
  }

  @Override
  public void stop() {
    stopping.countDown();
  }

  @Override
  public void run() throws InterruptedException {
    while (stopping.getCount() > 0) {
      try (WebServer server = WebServer.start(config.host(), config.port(), this)) {
        port = server.port();
        saidTrouble = false;
        say();
        while (!stopping.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
          server.endSlow();
        }
      } catch (IOException e) {
        if (!saidTrouble) {
          saidTrouble = true;
          LOG.warn(
              "web: cannot listen on {} ({}); it is tried until it works, so an address that comes later is"
                  + " taken then; otherwise name an address of this machine and a free port in web.listen",
              config,
              e.getMessage());
        }
        boolean _ = stopping.await(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        port = 0;
        stream.close();
      }
    }
  }

  private void say() {
    LOG.info("web: the page is at http://{}", config);
    if (!config.isOwn() && config.password().isEmpty()) {
      LOG.warn("web: everybody on the network sees the values, since web.open is true");
    } else if (!config.isOwn()) {
      LOG.info(
          "web: the password crosses the network unencrypted, unless a proxy with TLS is in front");
    }
  }

  @Override
  public boolean isStream(WebRequest request) throws WebTrouble {
    if (!request.path().equals(API + "stream") || !request.method().equals("GET")) {
      return false;
    }
    access.checkHost(request);
    access.checkLogin(request);
    if (!stream.hasRoom(Access.network(request.peer()), request.isOwn())) {
      throw new WebTrouble(503, "too many pages are open; close one");
    }
    return true;
  }

  @Override
  public void stream(WebRequest request, OutputStream out)
      throws IOException, InterruptedException {
    stream.serve(Access.network(request.peer()), out);
  }

  @Override
  public WebReply answer(WebRequest request) throws WebTrouble, InterruptedException {
    if (request.path().equals("/healthz")) {
      return new WebReply(
          200,
          WebReply.TEXT,
          Map.of("Cache-Control", "no-store"),
          "ok\n".getBytes(StandardCharsets.US_ASCII));
    }
    access.checkHost(request);
    if (request.method().equals("POST")) {
      access.checkChange(request);
      return change(request);
    }
    Optional<WebReply> file = PageFiles.find(request);
    if (file.isPresent()) {
      return file.get();
    }
    if (request.path().equals(API + "session")) {
      request.allow(Set.of());
      return WebReply.json(JsonText.of(session(request)));
    }
    access.checkLogin(request);
    return switch (request.path()) {
      case API + "batteries" -> {
        request.allow(Set.of());
        yield WebReply.json(batteries.all());
      }
      case API + "samples" -> history.samples(request);
      case API + "history" -> history.history(request);
      case API + "events" -> history.events(request);
      case API + "health" -> {
        request.allow(Set.of());
        yield WebReply.json(JsonText.of(health()));
      }
      case "/metrics" -> metrics(request);
      default ->
          throw new WebTrouble(
              404, "there is nothing here; " + API + "openapi.json says what there is");
    };
  }

  private Map<String, Object> health() {
    Map<String, Object> web = new LinkedHashMap<>();
    web.put("listeners", stream.listeners());
    return ServiceHealth.of(
        facts,
        Instant.now(),
        Duration.ofNanos(System.nanoTime() - begun),
        Map.of("version", facts.version(), "web", web));
  }

  private Map<String, Object> session(WebRequest request) throws WebTrouble {
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("version", facts.version());
    session.put("password", access.hasPassword());
    session.put("logged_in", access.isLoggedIn(request));
    session.put("may_act", access.mayAct());
    return session;
  }

  private WebReply metrics(WebRequest request) throws WebTrouble, InterruptedException {
    if (scrape.isEmpty()) {
      throw new WebTrouble(404, "nothing is counted for Prometheus; set web.metrics: on");
    }
    Map.Entry<String, byte[]> text = scrape.get().of(request.header().apply("Accept").orElse(""));
    return new WebReply(200, text.getKey(), Map.of("Cache-Control", "no-store"), text.getValue());
  }

  private WebReply change(WebRequest request) throws WebTrouble {
    switch (request.path()) {
      case API + "login" -> {
        String password =
            body(request)
                .text("password")
                .orElseThrow(() -> WebTrouble.wrong("the body is {\"password\":\"…\"}"));
        // Behind a proxy with TLS the cookie does not go without it.
        boolean isByTls =
            request.header().apply("Origin").filter(from -> from.startsWith("https:")).isPresent();
        return WebReply.json(JsonText.of(Map.of("status", "ok")))
            .with(
                "Set-Cookie", access.login(request.peer(), password) + (isByTls ? "; Secure" : ""));
      }
      case API + "logout" -> {
        return WebReply.json(JsonText.of(Map.of("status", "ok")))
            .with("Set-Cookie", Access.goodbye());
      }
      default -> {}
    }
    access.checkLogin(request);
    Matcher form = CHANGE.matcher(request.path());
    if (!form.matches()) {
      throw new WebTrouble(404, "nothing can be changed here");
    }
    if (!access.mayAct()) {
      throw new WebTrouble(
          403, "this page is open to everybody, so it changes nothing; set web.password_file");
    }
    List<BatteryControl> controls = facts.controls(Optional.of(form.group(1)));
    if (controls.isEmpty()) {
      throw new WebTrouble(
          404, "there is no such battery; there are " + String.join(", ", facts.names()));
    }
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("status", "ok");
    switch (form.group(2)) {
      case "read" -> controls.forEach(BatteryControl::readNow);
      case "resume" -> controls.forEach(BatteryControl::resume);
      default -> {
        Duration pause = pause(body(request));
        controls.forEach(control -> control.pause(pause));
        done.put("until", EventJson.time(Instant.now().plus(pause)));
      }
    }
    tell(form.group(1));
    return WebReply.json(JsonText.of(done));
  }

  private static Duration pause(JsonObject body) throws WebTrouble {
    double minutes =
        body.value("minutes").isEmpty() ? USUAL_MINUTES : body.number("minutes").orElse(0);
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw WebTrouble.wrong("minutes is a number above 0, at most " + (int) MOST_MINUTES);
    }
    return Duration.ofMillis(Math.max(1, Math.round(minutes * MINUTE_MILLIS)));
  }

  private static JsonObject body(WebRequest request) throws WebTrouble {
    try {
      byte[] body = request.body();
      return JsonObject.parse(body.length == 0 ? new byte[] {'{', '}'} : body);
    } catch (JsonException e) {
      throw WebTrouble.wrong("the body is one JSON object");
    }
  }
}
