package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sample;
import cellwarden.battery.Sink;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes each event to the journal and only then hands it to the other sinks.
///
/// A full disk must not silence a battery: what cannot be journalled is handed on without a
/// sequence number.
public final class JournalFirst implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFirst.class);

  private final Journal journal;
  private final List<Sink> others;
  private boolean failing;

  public JournalFirst(Journal journal, List<Sink> others) {
    this.journal = journal;
    this.others = List.copyOf(others);
  }

  @Override
  public void accept(BatteryEvent event) {
    BatteryEvent journalled = journalled(event);
    for (Sink sink : others) {
      sink.accept(journalled);
    }
  }

  private synchronized BatteryEvent journalled(BatteryEvent event) {
    try {
      BatteryEvent written = write(event);
      if (failing) {
        LOG.info("journal {} is written again", journal.path());
      }
      failing = false;
      return written;
    } catch (JournalException e) {
      if (!failing) {
        LOG.error("{}", e.getMessage());
      }
      failing = true;
      return event;
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
}
