package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.battery.Sink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes each event to the journal and only then hands it to the other sinks.
///
/// A full disk must not silence a battery: what cannot be journalled is handed on without a
/// sequence number. When that begins and when it ends is an incident of each battery that it met.
public final class JournalFirst implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFirst.class);

  /// What a battery misses in the journal.
  private record Outage(Instant since, long samples) {}

  private final Journal journal;
  private final List<Sink> others;
  private final Map<String, Outage> outages = new LinkedHashMap<>();

  public JournalFirst(Journal journal, List<Sink> others) {
    this.journal = journal;
    this.others = List.copyOf(others);
  }

  @Override
  public void accept(BatteryEvent event) {
    try {
      handOn(write(event));
      ended(event.time());
    } catch (JournalException e) {
      handOn(event);
      begun(event, e);
    }
  }

  private void handOn(BatteryEvent event) {
    for (Sink sink : others) {
      sink.accept(event);
    }
  }

  private BatteryEvent write(BatteryEvent event) throws JournalException {
    return switch (event) {
      case BatteryEvent.Reading(Sample sample) -> new BatteryEvent.Reading(journal.append(sample));
      case BatteryEvent.Failed failed -> {
        journal.append(failed);
        yield failed;
      }
      case BatteryEvent.Incident incident -> {
        journal.append(incident);
        yield incident;
      }
    };
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
      handOn(
          new BatteryEvent.Incident(
              event.time(),
              event.battery(),
              BatteryEvent.Incident.Kind.JOURNAL_FAILED,
              Map.of("reason", trouble.reason())));
    }
  }

  /// Journals the incidents and hands them on.
  private synchronized void ended(Instant now) {
    while (!outages.isEmpty()) {
      Map.Entry<String, Outage> first = outages.entrySet().iterator().next();
      BatteryEvent.Incident back = back(now, first.getKey(), first.getValue());
      try {
        journal.append(back);
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
