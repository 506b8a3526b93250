package cellwarden.output.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Saves the state of the delivery: not at every sample, which would wear an SD card out, but so
/// that a crash costs a bounded number of doubles.
///
/// The only one who knows whether the file is behind: a state that could not be saved is tried
/// again, in a session or without. Safe for use by several threads.
final class Bookkeeping {

  private final DeliveryFile file;
  private final Duration every;
  private final int after;
  private final LongSupplier nanos;
  private final Delivery delivery;
  private long saved;
  private long tried;
  private long lastTry;

  /// @param journal its epoch, as [cellwarden.battery.SampleLog#epoch()] has it
  /// @param every how old the saved state may get
  /// @param after how many changes it may be behind
  /// @param nanos the monotonic clock
  Bookkeeping(
      IntSupplier journal, DeliveryFile file, Duration every, int after, LongSupplier nanos) {
    this.file = file;
    this.every = every;
    this.after = after;
    this.nanos = nanos;
    this.delivery = new Delivery(journal, this::takeUp);
    this.lastTry = nanos.getAsLong();
  }

  /// Whose state is kept.
  Delivery delivery() {
    return delivery;
  }

  /// Takes up where the saved state left off. Without one it begins at the end of the journal, and
  /// that is saved at once: else a crash would make the next start begin at the end again. So is
  /// what does not fit the journal: once its numbers have caught up with those of an earlier one,
  /// nobody could tell.
  private Optional<DeliveryState> takeUp(long lastSeq) {
    try {
      Optional<DeliveryState> left = file.load();
      DeliveryState state = left.orElseGet(() -> DeliveryState.atTheEnd(lastSeq)).within(lastSeq);
      if (!left.equals(Optional.of(state))) {
        file.save(state);
      }
      return Optional.of(state);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Saves if it is time to.
  synchronized void saveWhenDue() {
    long changes = delivery.changes();
    boolean late = changes > saved && nanos.getAsLong() - lastTry >= every.toNanos();
    if (late || changes - tried >= after) {
      save();
    }
  }

  /// Saves if anything has changed.
  synchronized void saveChanges() {
    if (delivery.changes() > saved) {
      save();
    }
  }

  private void save() {
    tried = delivery.changes();
    lastTry = nanos.getAsLong();
    if (file.save(delivery.state())) {
      saved = tried;
    }
  }
}
