package cellwarden.cli.watch;

import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.MqttConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// What the service publishes.
///
/// @param config how it reaches the broker
record BrokerSource(MqttConfig config) implements WatchSource {

  /// How long a broker takes to say what it keeps.
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final String ONLINE = "online";
  private static final double MILLIS = 1000;

  @Override
  public String words() {
    return "from broker " + config.url();
  }

  @Override
  public boolean isThere() throws InterruptedException {
    BlockingQueue<String> states = new LinkedBlockingQueue<>();
    try (MqttSession session = broker().connect(() -> {})) {
      session.listen(bridgeState(), true, message -> states.add(text(message)));
      return ONLINE.equals(states.poll(KEPT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (MqttException e) {
      return false;
    }
  }

  @Override
  public String run(WatchBoard board) throws InterruptedException {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    try (MqttSession session = broker().connect(() -> ends.add("the broker is away"))) {
      session.listen(
          bridgeState(),
          true,
          message -> {
            if (text(message).equals(ONLINE)) {
              board.source(words());
            } else {
              board.trouble("the service is not connected to the broker");
            }
          });
      session.listen(config.root() + "/+", true, message -> sample(board, message));
      session.listen(
          config.root() + "/+/availability",
          true,
          message -> board.state(name(message), !text(message).equals(ONLINE), false));
      session.listen(config.root() + "/+/event", false, message -> event(board, message));
      return ends.take();
    } catch (MqttException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Beside the service that is connected with the same settings, so under a client id of its own.
  private HiveMqBroker broker() {
    String id = String.format(Locale.ROOT, "watch-%016x", ThreadLocalRandom.current().nextLong());
    return HiveMqBroker.visited(config, id);
  }

  private String bridgeState() {
    return config.root() + "/bridge/state";
  }

  private String name(Message message) {
    String below = message.topic().substring(config.root().length() + 1);
    int slash = below.indexOf('/');
    return slash < 0 ? below : below.substring(0, slash);
  }

  /// One that the broker kept is as old as it says.
  private void sample(WatchBoard board, Message message) {
    try {
      JsonObject json = JsonObject.parse(message.payload());
      double age =
          message.retained()
              ? json.time("time")
                  .map(time -> Duration.between(time, Instant.now()).toMillis() / MILLIS)
                  .orElse(0.0)
              : 0;
      board.reading(name(message), new SeenSample(json, config.invertCurrent()), age);
    } catch (JsonException e) {
      // Removed, or of somebody else.
    }
  }

  private static void event(WatchBoard board, Message message) {
    try {
      board.event(JsonObject.parse(message.payload()));
    } catch (JsonException e) {
      // Of somebody else.
    }
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
