package cellwarden.output.mqtt.bridge;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.BridgeFacts;
import cellwarden.output.mqtt.bridge.BridgeRequest.InvalidException;
import cellwarden.output.mqtt.bridge.BridgeRequest.What;
import cellwarden.output.mqtt.client.Message;
import cellwarden.time.TokenBucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/// Takes what others ask of the bridge, and answers. Waits for nothing: a reading that was asked
/// for is answered when it comes. Safe for use by several threads.
public final class Requests {

  /// So many come at once, and then so many a second; what is more is not looked at.
  private static final int BURST = 50;

  private static final int PER_SECOND = 10;

  /// Readings that are waited for.
  private static final int MOST_WAITING = 32;

  /// A poll with all its attempts, and one before it that runs.
  public static final Duration LONGEST_READ = Duration.ofMinutes(3);

  private static final int LONGEST_TOPIC = 200;
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private final String topic;
  private final String answers;
  private final String reserved;
  private final BridgeFacts facts;
  private final Bridge bridge;
  private final Replay replay;
  private final Supplier<Map<String, Object>> health;
  private final Consumer<Message> out;
  private final InstantSource clock;
  private final LongSupplier nanos;

  private final List<Reads> waiting = new ArrayList<>();
  private final Executor later;
  private final TokenBucket budget;
  private boolean overrun;
  private boolean saidRetained;

  /// Who is to get an answer.
  ///
  /// @param correlation as the request has it (MQTT 5)
  /// @param transaction as the request has it
  private record Asker(String topic, Optional<byte[]> correlation, Optional<Object> transaction) {}

  /// Readings that somebody waits for.
  private static final class Reads {

    private final Asker asker;
    private final boolean one;
    private final Instant since;
    private final long deadline;
    private final Set<String> missing;
    private final Set<String> early = new HashSet<>();
    private final Map<String, EncodedEvent> got = new LinkedHashMap<>();

    /// @param one whether the answer is of one battery that was named
    Reads(Asker asker, boolean one, Set<String> missing, Instant since, long deadline) {
      this.asker = asker;
      this.one = one;
      this.missing = missing;
      this.since = since;
      this.deadline = deadline;
    }

    /// A sample that was measured before it was asked for is not meant, but for the second one: the
    /// clock was set back.
    void take(EncodedEvent encoded) {
      BatteryEvent event = encoded.event();
      String battery = event.battery();
      boolean early =
          event instanceof BatteryEvent.Reading
              && event.time().isBefore(since)
              && this.early.add(battery);
      if (!(event instanceof BatteryEvent.Incident) && !early && missing.remove(battery)) {
        got.put(battery, encoded);
      }
    }
  }

  /// @param base the base topic
  /// @param health what the bridge says of itself now
  /// @param out publishes an answer, if it can; never waits
  /// @param later runs something once a reading that was asked for can be waited for no longer
  public Requests(
      String base,
      BridgeFacts facts,
      Bridge bridge,
      Replay replay,
      Supplier<Map<String, Object>> health,
      Consumer<Message> out,
      InstantSource clock,
      LongSupplier nanos,
      Executor later) {
    this.topic = base + "/bridge/request/";
    this.answers = base + "/bridge/response";
    this.reserved = base + "/";
    this.facts = facts;
    this.bridge = bridge;
    this.replay = replay;
    this.health = health;
    this.out = out;
    this.clock = clock;
    this.nanos = nanos;
    this.later = later;
    this.budget = new TokenBucket(BURST, Duration.ofSeconds(1).dividedBy(PER_SECOND), nanos);
  }

  /// Where requests come.
  public String topics() {
    return topic + "#";
  }

  /// Takes a message from there. Never throws.
  public void take(Message message) {
    String what =
        message.topic().length() > topic.length() ? message.topic().substring(topic.length()) : "";
    if (message.retained()) {
      ignoreRetained(message.topic());
      return;
    }
    Asker asker = asker(message, what, Optional.empty());
    boolean overrunBefore = overrun;
    if (!isWithinBudget()) {
      if (!overrunBefore) {
        LOG.warn("mqtt: more requests come than are answered, {} a second", PER_SECOND);
        error(asker, "more than " + PER_SECOND + " requests a second are not answered");
      }
      return;
    }
    try {
      JsonObject body = BridgeRequest.body(message);
      asker = asker(message, what, BridgeRequest.transaction(body));
      answer(BridgeRequest.of(What.of(what), body), asker);
    } catch (InvalidException e) {
      error(asker, String.valueOf(e.getMessage()));
    } catch (RuntimeException bug) {
      LOG.error("mqtt: request {}", BridgeRequest.shown(what), bug);
      error(asker, "a bug in Cellwarden, which its log says");
    }
  }

  /// Takes what became of a poll.
  public void accept(EncodedEvent event) {
    answerThoseWho(reads -> {
      reads.take(event);
      return reads.missing.isEmpty();
    });
  }

  private void answerThoseWho(Predicate<Reads> are) {
    List<Reads> ready = new ArrayList<>();
    synchronized (this) {
      for (Iterator<Reads> all = waiting.iterator(); all.hasNext(); ) {
        Reads reads = all.next();
        if (are.test(reads)) {
          all.remove();
          ready.add(reads);
        }
      }
    }
    ready.forEach(this::answer);
  }

  private synchronized void ignoreRetained(String where) {
    if (!saidRetained) {
      saidRetained = true;
      LOG.warn(
          "mqtt: the request on {} is retained and so ignored, since it would be asked again with each connect; publish requests without retain",
          BridgeRequest.shown(where));
    }
  }

  private synchronized boolean isWithinBudget() {
    overrun = !budget.take();
    return !overrun;
  }

  private void answer(BridgeRequest request, Asker asker) throws InvalidException {
    Optional<String> battery = request.battery();
    if (battery.isPresent() && !facts.names().contains(battery.get())) {
      // Another bridge under this base topic may have it.
      if (!bridge.isShared()) {
        throw new InvalidException(
            "there is no battery "
                + BridgeRequest.shown(battery.get())
                + "; there are "
                + String.join(", ", facts.names()));
      }
      return;
    }
    List<BatteryControl> meant = facts.controls(battery);
    switch (request.what()) {
      case READ -> read(asker, battery.isPresent(), meant);
      case PAUSE -> {
        meant.forEach(control -> control.pause(request.pause()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("batteries", names(meant));
        data.put("until", EventJson.time(clock.instant().plus(request.pause())));
        ok(asker, data);
      }
      case RESUME -> {
        meant.forEach(BatteryControl::resume);
        ok(asker, Map.of("batteries", names(meant)));
      }
      case REPLAY -> replay(asker, request);
      case HEALTH -> ok(asker, health.get());
      case CONFIG -> ok(asker, facts.settings());
    }
  }

  private static List<String> names(List<BatteryControl> controls) {
    return controls.stream().map(BatteryControl::battery).toList();
  }

  private void read(Asker asker, boolean one, List<BatteryControl> meant) throws InvalidException {
    synchronized (this) {
      if (waiting.size() == MOST_WAITING) {
        throw new InvalidException("too many readings are waited for; ask again in a minute");
      }
      waiting.add(
          new Reads(
              asker,
              one,
              new HashSet<>(names(meant)),
              clock.instant(),
              nanos.getAsLong() + LONGEST_READ.toNanos()));
    }
    later.execute(() -> answerThoseWho(reads -> nanos.getAsLong() - reads.deadline >= 0));
    meant.forEach(BatteryControl::readNow);
  }

  private void answer(Reads reads) {
    List<String> failed = new ArrayList<>();
    reads.missing.forEach(
        name -> failed.add(name + ": no reading within " + LONGEST_READ.toMinutes() + " minutes"));
    reads.got.forEach((name, encoded) -> {
      if (encoded.event() instanceof BatteryEvent.Failed poll) {
        failed.add(name + ": " + poll.fault().sentence());
      }
    });
    send(
        reads.asker,
        json -> {
          json.writeStringProperty("status", failed.isEmpty() ? "ok" : "error");
          if (!failed.isEmpty()) {
            json.writeStringProperty("error", String.join("; ", failed));
          }
          if (!reads.got.isEmpty()) {
            json.writeName("data");
            writeLines(json, reads);
          }
        });
  }

  /// As the journal has them; of a battery that was named, its line alone.
  private static void writeLines(JsonGenerator json, Reads reads) {
    if (!reads.one) {
      json.writeStartObject();
    }
    reads.got.forEach((name, encoded) -> {
      if (!reads.one) {
        json.writeName(name);
      }
      json.writeRawValue(new String(encoded.json(), StandardCharsets.UTF_8));
    });
    if (!reads.one) {
      json.writeEndObject();
    }
  }

  private void replay(Asker asker, BridgeRequest request) throws InvalidException {
    if (request.stop()) {
      ok(asker, Map.of("state", replay.stop() ? "stopping" : "idle"));
      return;
    }
    Replay.Range range =
        request.numbers().isPresent()
            ? request.numbers().get()
            : new Replay.Times(
                request.from().orElseThrow(), request.to().orElseGet(clock::instant));
    Consumer<Map<String, Object>> done =
        result -> {
          if (result.get("error") instanceof String error) {
            error(asker, error);
          } else {
            ok(asker, result);
          }
        };
    Map<String, Object> begun = new LinkedHashMap<>();
    begun.put("state", "started");
    switch (range) {
      case Replay.Times times -> {
        begun.put("from", EventJson.time(times.from()));
        begun.put("to", EventJson.time(times.to()));
      }
      case Replay.Numbers numbers -> {
        begun.put("from_seq", numbers.from());
        begun.put("to_seq", numbers.to());
      }
    }
    if (!replay.start(request.battery(), range, () -> ok(asker, begun), done)) {
      throw new InvalidException(
          "another replay is being sent; wait for its end, or end it with {\"stop\":true}");
    }
  }

  private Asker asker(Message message, String what, Optional<Object> transaction) {
    String usual = what.isEmpty() || what.length() > LONGEST_TOPIC ? answers : answers + "/" + what;
    return new Asker(
        message.replyTopic().filter(this::isFree).orElse(usual),
        message.correlation(),
        transaction);
  }

  /// Nobody gets this program to speak where it speaks for itself.
  private boolean isFree(String reply) {
    return reply.length() <= LONGEST_TOPIC
        && !reply.isEmpty()
        && !reply.matches("(?s).*[+#\\x00].*|\\$.*")
        && (!reply.startsWith(reserved) || reply.startsWith(answers + "/"));
  }

  private void ok(Asker asker, Map<String, Object> data) {
    send(
        asker,
        json -> {
          json.writeStringProperty("status", "ok");
          json.writeName("data");
          JsonText.writeValue(json, data);
        });
  }

  private void error(Asker asker, String words) {
    send(
        asker,
        json -> {
          json.writeStringProperty("status", "error");
          json.writeStringProperty("error", words);
        });
  }

  private void send(Asker asker, JsonText.Body body) {
    byte[] payload =
        JsonText.object(json -> {
          body.write(json);
          asker
              .transaction()
              .ifPresent(said -> {
                json.writeName("transaction");
                JsonText.writeValue(json, said);
              });
        });
    out.accept(new Message(asker.topic(), payload, false, Optional.empty(), asker.correlation()));
  }
}
