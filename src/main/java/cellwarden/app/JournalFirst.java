package cellwarden.app;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sink;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes each event to the journal and only then hands it on, as the journal has it.
///
/// A full disk must not silence a battery: what cannot be journalled is handed on without a
/// sequence number. When that begins and when it ends is an incident of each battery that it met.
public final class JournalFirst implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFirst.class);

  /// What a battery misses in the journal.
  private record Outage(Instant since, long samples) {}

  private final Journal journal;
  private final List<Consumer<EncodedEvent>> others;
  private final Map<String, Outage> outages = new LinkedHashMap<>();
  private final EventWatch watch;

  public JournalFirst(Journal journal, List<Consumer<EncodedEvent>> others) {
    this.journal = journal;
    this.others = List.copyOf(others);
    this.watch = new EventWatch(journal, System::nanoTime);
  }

  /// Whether the last lines could not be journalled.
  synchronized boolean fails() {
    return !outages.isEmpty();
  }

  @Override
  public void accept(BatteryEvent event) {
    BatteryEvent numbered =
        event instanceof BatteryEvent.Incident incident
            ? incident.withId(journal.lastSeq())
            : event;
    EncodedEvent accepted = appended(numbered);
    if (accepted.event() instanceof BatteryEvent.Reading reading) {
      watch.look(reading.sample()).forEach(this::appended);
    }
  }

  /// Journals it, if that can be done, and hands it on.
  private EncodedEvent appended(BatteryEvent event) {
    EncodedEvent encoded;
    try {
      encoded = journal.append(event);
    } catch (JournalException e) {
      encoded = EncodedEvent.of(event);
      handOn(encoded);
      begun(event, e);
      return encoded;
    }
    handOn(encoded);
    ended(event.time());
    return encoded;
  }

  private void handOn(EncodedEvent event) {
    others.forEach(other -> other.accept(event));
  }

  /// Hands on the incident, when this is the first event that the battery misses. Other threads
  /// wait: that the journal is back may be known to one of them already.
  private synchronized void begun(BatteryEvent event, JournalException trouble) {
    if (outages.isEmpty()) {
      LOG.error("{}", trouble.getMessage());
    }
    Outage before = outages.get(event.battery());
    Instant since = before == null ? event.time() : before.since();
    long samples = before == null ? 0 : before.samples();
    outages.put(
        event.battery(),
        new Outage(since, event instanceof BatteryEvent.Reading ? samples + 1 : samples));
    if (before == null) {
      Map<String, Object> data = Map.of("reason", trouble.reason());
      handOn(
          EncodedEvent.of(
              new BatteryEvent.Incident(
                  event.time(), event.battery(), BatteryEvent.Incident.Kind.JOURNAL_FAILED, data)));
    }
  }

  /// Journals the incidents and hands them on.
  private synchronized void ended(Instant now) {
    while (!outages.isEmpty()) {
      Map.Entry<String, Outage> first = outages.entrySet().iterator().next();
      EncodedEvent back;
      try {
        back = journal.append(back(now, first.getKey(), first.getValue()));
      } catch (JournalException e) {
        return;
      }
      outages.remove(first.getKey());
      if (outages.isEmpty()) {
        LOG.info("journal {} is written again", journal.path());
      }
      handOn(back);
    }
  }

  private static BatteryEvent.Incident back(Instant now, String battery, Outage outage) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("since", EventJson.time(outage.since()));
    data.put("samples_missing", outage.samples());
    return new BatteryEvent.Incident(now, battery, BatteryEvent.Incident.Kind.JOURNAL_BACK, data);
  }
}
