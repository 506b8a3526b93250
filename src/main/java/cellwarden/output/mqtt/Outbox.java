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
/// While the broker is away nothing else is kept: the journal has it, and the [Delivery] knows
/// which samples were missed. Not safe for several threads by itself.
final class Outbox {

  /// Failed polls in a row that make a battery offline.
  private static final int FAILURES_TO_OFFLINE = 3;

  /// A broker that falls so far behind gets the latest values now and the others later.
  private static final int MOST_WAITING = 1000;

  /// Number of what is in no journal.
  private static final long NO_SEQ = 0;

  private final Topics topics;
  private final Delivery delivery;
  private final Map<String, Entry> latest = new LinkedHashMap<>();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private boolean inSession;

  /// A message, and the number of the sample that it carries.
  ///
  /// @param seq 0 where it carries none, or one that is not in the journal
  record Entry(Message message, long seq) {}

  Outbox(Topics topics, Delivery delivery) {
    this.topics = topics;
    this.delivery = delivery;
  }

  void add(BatteryEvent event) {
    switch (event) {
      case BatteryEvent.Reading reading -> {
        setAvailability(event.battery(), Topics.ONLINE);
        Message message = Message.retained(topics.sample(event.battery()), text(reading));
        put(new Entry(message, reading.sample().seq().orElse(NO_SEQ)));
      }
      case BatteryEvent.Failed failed -> {
        if (failed.consecutive() >= FAILURES_TO_OFFLINE) {
          setAvailability(event.battery(), Topics.OFFLINE);
        }
      }
      case BatteryEvent.Incident incident -> {
        byte[] json = EventJson.encode(incident);
        send(new Entry(Message.passing(topics.event(event.battery()), json), NO_SEQ));
      }
    }
  }

  /// A session begins: the broker may know nothing of what earlier ones were told.
  void beginSession() {
    inSession = true;
    clear();
    waiting.add(new Entry(Message.retained(topics.bridgeState(), Topics.ONLINE), NO_SEQ));
    latest.values().forEach(this::await);
  }

  void endSession() {
    inSession = false;
    clear();
  }

  /// The next message to publish; it stays the next until it is [#done].
  Optional<Entry> next() {
    return Optional.ofNullable(waiting.peek());
  }

  /// A message was published, or will never be.
  ///
  /// @param acknowledged whether the broker has it
  void done(Entry entry, boolean acknowledged) {
    // Another one, where the queue was begun anew in the meantime.
    if (entry.equals(waiting.peek())) {
      waiting.poll();
    }
    if (entry.seq() != NO_SEQ && acknowledged) {
      delivery.acknowledged(entry.seq());
    } else if (entry.seq() != NO_SEQ) {
      delivery.refused(entry.seq());
    }
  }

  private void clear() {
    waiting.clear();
    delivery.liveIsOver();
  }

  private void setAvailability(String battery, String state) {
    Entry entry = new Entry(Message.retained(topics.availability(battery), state), NO_SEQ);
    if (!entry.equals(latest.get(entry.message().topic()))) {
      put(entry);
    }
  }

  private void put(Entry entry) {
    latest.put(entry.message().topic(), entry);
    send(entry);
  }

  private void send(Entry entry) {
    if (!inSession) {
      if (entry.seq() != NO_SEQ) {
        delivery.noted(entry.seq());
      }
      return;
    }
    await(entry);
    if (waiting.size() > MOST_WAITING) {
      beginSession();
    }
  }

  private void await(Entry entry) {
    waiting.add(entry);
    if (entry.seq() != NO_SEQ) {
      delivery.goesLive(entry.seq());
    }
  }

  private static String text(BatteryEvent event) {
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }
}
