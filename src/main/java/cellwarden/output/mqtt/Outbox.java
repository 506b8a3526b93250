package cellwarden.output.mqtt;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is to be published: during a session every message in order, and always the latest retained
/// message of each topic, which every session begins with.
///
/// While the broker is away nothing else is kept: the journal has it. Not safe for several threads
/// by itself.
final class Outbox {

  /// Failed polls in a row that make a battery offline.
  private static final int FAILURES_TO_OFFLINE = 3;

  /// A broker that falls so far behind gets the latest values instead of all.
  private static final int MOST_WAITING = 1000;

  private final Topics topics;
  private final Map<String, Message> latest = new LinkedHashMap<>();
  private final Deque<Message> waiting = new ArrayDeque<>();
  private boolean inSession;

  Outbox(Topics topics) {
    this.topics = topics;
  }

  void add(BatteryEvent event) {
    switch (event) {
      case BatteryEvent.Reading reading -> {
        setAvailability(event.battery(), Topics.ONLINE);
        put(Message.retained(topics.sample(event.battery()), text(reading)));
      }
      case BatteryEvent.Failed failed -> {
        if (failed.consecutive() >= FAILURES_TO_OFFLINE) {
          setAvailability(event.battery(), Topics.OFFLINE);
        }
      }
      case BatteryEvent.Incident _ -> {}
    }
  }

  /// A session begins: the broker may know nothing of what earlier ones were told.
  void beginSession() {
    inSession = true;
    waiting.clear();
    waiting.add(Message.retained(topics.bridgeState(), Topics.ONLINE));
    waiting.addAll(latest.values());
  }

  void endSession() {
    inSession = false;
    waiting.clear();
  }

  /// The next message to publish; it stays the next until it is [#acknowledged()].
  Optional<Message> next() {
    return Optional.ofNullable(waiting.peek());
  }

  void acknowledged() {
    waiting.poll();
  }

  private void setAvailability(String battery, String state) {
    Message message = Message.retained(topics.availability(battery), state);
    if (!message.equals(latest.get(message.topic()))) {
      put(message);
    }
  }

  private void put(Message message) {
    latest.put(message.topic(), message);
    if (!inSession) {
      return;
    }
    waiting.add(message);
    if (waiting.size() > MOST_WAITING) {
      beginSession();
    }
  }

  private static String text(BatteryEvent event) {
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }
}
