package cellwarden.output.mqtt;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.mqtt.bridge.Bridge;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What is to be published: during a session every message in order, and always the latest retained
/// message of each topic, which every session begins with.
///
/// While the broker is away nothing else is kept: the journal has it, and the [Delivery] knows
/// which samples were missed. Safe for use by several threads.
final class PublishQueue {

  /// A broker that falls so far back gets the latest values now and the others later.
  private static final int MOST_WAITING = 1000;

  /// Number of what is in no journal.
  private static final long NO_SEQ = 0;

  /// A sample that is kept for later subscribers is no state any more after so long, but a
  /// subscriber that the broker stores messages for may be away for some days.
  private static final Duration SAMPLE_EXPIRY = Duration.ofDays(7);

  private final SamplePayloads payloads;
  private final Topics topics;
  private final Delivery delivery;
  private final HomeAssistant discovery;
  private final Bridge bridge;
  private final Map<String, Entry> latest = new LinkedHashMap<>();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private boolean inSession;
  private long sessions;
  private long published;
  private boolean announcing;
  private boolean stopping;

  /// A message, and the number of the sample that it carries.
  ///
  /// @param seq 0 where it carries none, or one that is not in the journal
  record Entry(Message message, long seq) {}

  PublishQueue(SamplePayloads payloads, Delivery delivery, HomeAssistant discovery, Bridge bridge) {
    this.payloads = payloads;
    this.topics = payloads.topics();
    this.delivery = delivery;
    this.discovery = discovery;
    this.bridge = bridge;
    discovery.bridge().forEach(this::keep);
    bridge.messages().forEach(this::keep);
  }

  synchronized void add(EncodedEvent encoded) {
    byte[] json = encoded.json();
    String battery = encoded.event().battery();
    switch (encoded.event()) {
      case BatteryEvent.Reading reading -> {
        discovery.learned(reading.sample()).forEach(this::keep);
        if (bridge.learns(reading.sample())) {
          bridge.devices().forEach(this::keep);
        }
        setAvailability(battery, Topics.ONLINE);
        Message message = payloads.live(battery, json, SAMPLE_EXPIRY);
        put(new Entry(message, reading.sample().seq().orElse(NO_SEQ)));
        payloads.values(reading.sample()).forEach(this::putChanged);
      }
      case BatteryEvent.Failed failed -> {
        if (failed.consecutive() >= BatteryEvent.FAILURES_TO_OFFLINE) {
          setAvailability(battery, Topics.OFFLINE);
        }
      }
      case BatteryEvent.Incident _ ->
          send(new Entry(Message.passing(topics.event(battery), json), NO_SEQ));
    }
    notifyAll();
  }

  /// A session begins: the broker may know nothing of what it got in earlier ones.
  synchronized void beginSession() {
    sessions++;
    inSession = true;
    announcing = false;
    begin();
  }

  /// What stands where announcements do has been heard, or cannot be: ours can follow.
  synchronized void announce() {
    if (inSession && !announcing) {
      announcing = true;
      latest.values().stream().filter(this::isAnnouncement).forEach(this::enqueue);
      notifyAll();
    }
  }

  private void begin() {
    clear();
    bridge.health(link()).forEach(health -> latest.put(health.topic(), new Entry(health, NO_SEQ)));
    waiting.add(new Entry(topics.bridge(Topics.ONLINE), NO_SEQ));
    due().forEach(this::enqueue);
  }

  /// What is to be said again; an announcement only once it may come.
  private Stream<Entry> due() {
    return latest.values().stream().filter(entry -> announcing || !isAnnouncement(entry));
  }

  private boolean isAnnouncement(Entry entry) {
    return discovery.isAnnouncement(entry.message().topic());
  }

  /// Another program under the same base topic said that its bridge is offline, or its last will
  /// did. This one is not.
  ///
  /// What is on its way now may have reached the broker before that did.
  synchronized void contradictOffline() {
    Entry online = new Entry(topics.bridge(Topics.ONLINE), NO_SEQ);
    if (inSession && !stopping && waiting.stream().skip(1).noneMatch(online::equals)) {
      waiting.add(online);
      notifyAll();
    }
  }

  /// Another bridge under the same base topic may have come, and then has to hear of this one.
  synchronized void heardBridge(Message info) {
    if (bridge.hears(info)) {
      bridge.messages().forEach(this::keep);
      bridge.health(link()).forEach(this::keep);
      notifyAll();
    }
  }

  /// An answer to a request. It is for somebody who waits: without a session, or where too much
  /// waits already, it is not sent at all.
  synchronized void answer(Message message) {
    if (inSession && !stopping && waiting.size() < MOST_WAITING / 2) {
      waiting.add(new Entry(message, NO_SEQ));
      notifyAll();
    }
  }

  /// What the bridge says of itself now.
  synchronized Map<String, Object> health() {
    return bridge.healthData(link());
  }

  /// The broker took a message that did not wait here.
  synchronized void countPublished() {
    published++;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// How the link to the broker does.
  synchronized Bridge.Link link() {
    return new Bridge.Link(
        inSession, published, waiting.size(), delivery.missedCount(), Math.max(0, sessions - 1));
  }

  /// Home Assistant has started and may know nothing of what it got before.
  synchronized void repeat() {
    if (inSession && !stopping) {
      waiting.add(new Entry(topics.bridge(Topics.ONLINE), NO_SEQ));
      // Not of the latest samples' numbers: they are delivered once.
      due().forEach(entry -> waiting.add(new Entry(entry.message(), NO_SEQ)));
      notifyAll();
    }
  }

  /// Something stands where discovery messages do.
  synchronized void heardDiscovery(Message heard) {
    discovery.heard(heard).forEach(this::keep);
    notifyAll();
  }

  synchronized void endSession() {
    inSession = false;
    clear();
  }

  /// Nothing more is to come.
  synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  /// Something changed that whoever waits must look at.
  synchronized void wake() {
    notifyAll();
  }

  /// Waits until nothing more is to come, or the time is over.
  synchronized void awaitStop(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (!stopping && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }

  /// Waits for the next message; it stays the next until it is [#done].
  ///
  /// @return empty when the connection broke, or when nothing waits and nothing more is to come
  synchronized Optional<Entry> awaitNext(MqttSession session) throws InterruptedException {
    while (session.isConnected() && waiting.isEmpty() && !stopping) {
      long left = bridge.untilHealth().toNanos();
      if (left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } else {
        bridge.health(link()).forEach(this::keep);
      }
    }
    return session.isConnected() ? next() : Optional.empty();
  }

  synchronized Optional<Entry> next() {
    return Optional.ofNullable(waiting.peek());
  }

  /// A message was published, or will never be.
  ///
  /// @param acknowledged whether the broker has it
  synchronized void done(Entry entry, boolean acknowledged) {
    // Another one, where the queue was begun again in the meantime.
    if (entry.equals(waiting.peek())) {
      waiting.poll();
    }
    published += acknowledged ? 1 : 0;
    if (entry.seq() != NO_SEQ && acknowledged) {
      delivery.acknowledged(entry.seq());
    } else if (entry.seq() != NO_SEQ) {
      delivery.refusedLive(entry.seq());
    }
  }

  private void clear() {
    waiting.clear();
    delivery.liveIsOver();
  }

  private void setAvailability(String battery, byte[] state) {
    putChanged(Message.retained(topics.availability(battery), state));
  }

  private void putChanged(Message message) {
    Entry before = latest.get(message.topic());
    if (before == null || !Arrays.equals(before.message().payload(), message.payload())) {
      put(new Entry(message, NO_SEQ));
    }
  }

  /// An announcement waits until it may come; what makes room for it does not, and is not kept.
  private void keep(Message message) {
    Entry entry = new Entry(message, NO_SEQ);
    if (!message.retained() || message.payload().length == 0 || message.isBrief()) {
      send(entry);
    } else if (announcing || !isAnnouncement(entry)) {
      // Of what is said again and again, the last time is enough.
      Entry next = waiting.peek();
      waiting.removeIf(
          other -> !other.equals(next) && other.message().topic().equals(message.topic()));
      put(entry);
    } else {
      latest.put(message.topic(), entry);
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
    enqueue(entry);
    if (waiting.size() > MOST_WAITING) {
      begin();
    }
  }

  private void enqueue(Entry entry) {
    waiting.add(entry);
    if (entry.seq() != NO_SEQ) {
      delivery.goesLive(entry.seq());
    }
  }
}
