package cellwarden.cli.watch;

import cellwarden.cli.console.CommandException;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.settings.Secret;
import cellwarden.settings.WebConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The service's interface for programs, and its live events.
///
/// @param web how the service offers it on this machine
record PageSource(WebConfig web) implements WatchSource {

  private static final String API = "/api/v1/";
  private static final int CONNECT_MILLIS = 3000;

  /// The service says something at least every 15 s.
  private static final int SILENCE_MILLIS = 45_000;

  private static final int FORBIDDEN = 403;
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  @Override
  public String words() {
    return "from " + base();
  }

  /// One that listens at all addresses is at this machine's own, too.
  private String base() {
    String host = web.host();
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress()) {
        host = address.getAddress().length > 4 ? "::1" : "127.0.0.1";
      }
    } catch (UnknownHostException e) {
      // The connect says so.
    }
    return "http://" + new WebConfig(host, web.port(), Optional.empty(), false);
  }

  /// @throws CommandException if it is there and refuses the password
  @Override
  public boolean isThere() {
    if (web.port() == 0) {
      return false;
    }
    try (InputStream answer = get("batteries")) {
      return JsonObject.parse(answer.readAllBytes()).list("batteries").isPresent();
    } catch (IOException | JsonException e) {
      return false;
    }
  }

  @Override
  public String run(WatchBoard board) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(get("stream"), StandardCharsets.UTF_8))) {
      // What comes between the two is in both.
      try (InputStream all = get("batteries")) {
        JsonObject.parse(all.readAllBytes()).list("batteries").stream()
            .flatMap(list -> list.stream())
            .forEach(item -> take(board, item));
      }
      board.source(words());
      String event = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(EVENT)) {
          event = line.substring(EVENT.length());
        } else if (line.startsWith(DATA)) {
          JsonObject data =
              JsonObject.parse(line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8));
          switch (event) {
            case "battery" -> take(board, data);
            case "event" -> board.event(data);
            default -> {}
          }
        }
      }
      return "the service has ended";
    } catch (IOException e) {
      return "the service does not answer";
    } catch (JsonException e) {
      return "what answers there is no Cellwarden of this version";
    }
  }

  private static void take(WatchBoard board, @Nullable Object item) {
    if (!(item instanceof JsonObject battery)) {
      return;
    }
    String name = battery.text("name").orElse("");
    battery
        .object("sample")
        .ifPresent(sample ->
            board.reading(name, new SeenSample(sample, false), battery.number("age_s").orElse(0)));
    board.state(
        name,
        battery.text("state").filter("offline"::equals).isPresent(),
        battery.value("paused").filter(Boolean.TRUE::equals).isPresent());
    board.fault(name, battery.object("fault").flatMap(fault -> fault.text("sentence")));
  }

  private InputStream get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base() + API + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    web.password()
        .ifPresent(password -> connection.setRequestProperty("Authorization", basic(password)));
    if (connection.getResponseCode() == FORBIDDEN) {
      throw CommandException.failure(
          "the page at "
              + base()
              + " refuses the password of this configuration; restart the"
              + " service after a change of the password");
    }
    return connection.getInputStream();
  }

  private static String basic(Secret password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
  }
}
