package cellwarden.output.mqtt;

import cellwarden.battery.SampleLog;
import cellwarden.config.MqttConfig;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Delivers to the history topics, oldest first, what the broker missed, from the journal.
///
/// It has a thread of its own in each session, so that neither a slow disk nor an answer that is
/// long in coming delays what is live. Between sessions nothing can change that is not in the saved
/// state, so that thread also keeps the books.
final class Backfill {

  private final Parts parts;
  private @Nullable HistorySession current;

  /// What all sessions share.
  record Parts(
      SampleLog log,
      Delivery delivery,
      Bookkeeping books,
      Topics topics,
      BackfillSettings settings,
      AgeLimit age,
      Refusals refusals) {}

  Backfill(
      SampleLog log,
      Delivery delivery,
      DeliveryFile file,
      Topics topics,
      BackfillSettings settings,
      InstantSource clock) {
    this.parts =
        new Parts(
            log,
            delivery,
            new Bookkeeping(delivery, file, settings.saveEvery(), settings.saveAfter()),
            topics,
            settings,
            new AgeLimit(settings.maxAge(), clock),
            new Refusals(settings.refused()));
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
                delivery(log, file),
                file,
                new Topics(config.baseTopic()),
                BackfillSettings.with(config.maxAge()),
                InstantSource.system());
        yield Optional.of(backfill);
      }
      case OFF -> {
        file.delete();
        yield Optional.empty();
      }
    };
  }

  /// Takes up where the saved state left off. Without one, that of now is saved at once: else a
  /// crash would make the next start begin at the end again.
  ///
  /// A journal that has no number yet may also be one that cannot be read yet, so what is saved
  /// then counts when its first number comes.
  private static Delivery delivery(SampleLog log, DeliveryFile file) {
    Delivery delivery = new Delivery(lastSeq -> file.load().orElseGet(() -> file.begin(lastSeq)));
    long lastSeq = log.lastSeq();
    if (lastSeq > 0) {
      delivery.begin(lastSeq);
    } else if (!file.exists()) {
      file.begin(lastSeq);
    }
    return delivery;
  }

  Delivery delivery() {
    return parts.delivery();
  }

  /// Delivers during this session from now on.
  void begin(MqttSession session) {
    parts.refusals().sessionBegins();
    HistorySession begun = new HistorySession(parts, session);
    current = begun;
    begun.begin();
  }

  /// Ends the delivery of this session, if that has not been done, and saves how far it is. Takes a
  /// fraction of a second.
  void end() {
    HistorySession ended = current;
    current = null;
    if (ended != null) {
      ended.end();
      parts.refusals().sessionEnds();
    }
    parts.books().saveChanges();
  }
}
