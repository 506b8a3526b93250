package cellwarden.output.mqtt;

import cellwarden.battery.SampleLog;
import cellwarden.config.MqttConfig;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Delivers to the history topics, oldest first, what the broker missed, from the journal.
///
/// It has a thread of its own in each session, so that neither a slow disk nor an answer that is
/// long in coming delays what is live.
final class Backfill {

  private final Parts parts;
  private @Nullable HistorySession current;

  /// What all sessions share.
  record Parts(
      SampleLog log,
      Bookkeeping books,
      Topics topics,
      BackfillSettings settings,
      AgeLimit age,
      Refusals refusals) {}

  Backfill(
      SampleLog log,
      DeliveryFile file,
      Topics topics,
      BackfillSettings settings,
      InstantSource clock) {
    this.parts =
        new Parts(
            log,
            new Bookkeeping(
                log::epoch, file, settings.saveEvery(), settings.saveAfter(), System::nanoTime),
            topics,
            settings,
            new AgeLimit(settings.maxAge(), clock),
            new Refusals(settings.refused(), System::nanoTime));
  }

  /// What a configuration asks for, from where an earlier run left off: without a saved state, from
  /// the end of the journal on.
  ///
  /// @return empty where nothing is to be delivered later
  static Optional<Backfill> of(MqttConfig config, SampleLog log, DeliveryFile file) {
    return switch (config.backfill()) {
      case ON -> {
        Backfill backfill =
            new Backfill(
                log,
                file,
                new Topics(config.baseTopic()),
                BackfillSettings.with(config.maxAge()),
                InstantSource.system());
        backfill.delivery().takeUp(log.lastSeq());
        yield Optional.of(backfill);
      }
      case OFF -> {
        file.delete();
        yield Optional.empty();
      }
    };
  }

  Delivery delivery() {
    return parts.books().delivery();
  }

  /// Delivers during this session from now on.
  void begin(MqttSession session) {
    parts.refusals().sessionBegins();
    HistorySession begun = new HistorySession(parts, session);
    current = begun;
    begun.begin();
  }

  /// Ends the delivery of this session, if that has not been done. Takes a fraction of a second.
  void end() {
    HistorySession ended = current;
    current = null;
    if (ended != null) {
      ended.end();
      parts.refusals().sessionEnds();
    }
  }

  /// Saves how far the delivery is, if that has changed.
  void save() {
    parts.books().saveChanges();
  }

  /// The same, but only where it has not been saved for long: while there is no session nobody else
  /// looks after it.
  void saveWhenDue() {
    parts.books().saveWhenDue();
  }
}
