package cellwarden.output.mqtt;

import java.time.Duration;

/// Saves the state of the delivery: not at every sample, which would wear an SD card out, but so
/// that a crash costs a bounded number of doubles. Safe for use by several threads.
final class Bookkeeping {

  private final Delivery delivery;
  private final DeliveryFile file;
  private final Duration every;
  private final int after;
  private long last = System.nanoTime();

  /// @param every how old the saved state may get
  /// @param after how many acknowledgements it may be behind
  Bookkeeping(Delivery delivery, DeliveryFile file, Duration every, int after) {
    this.delivery = delivery;
    this.file = file;
    this.every = every;
    this.after = after;
  }

  /// Saves if it is time to.
  synchronized void saveWhenDue() {
    int changes = delivery.changes();
    boolean late = changes > 0 && System.nanoTime() - last >= every.toNanos();
    if (late || changes >= after) {
      save();
    }
  }

  /// Saves if anything has changed.
  synchronized void saveChanges() {
    if (delivery.changes() > 0) {
      save();
    }
  }

  private void save() {
    file.save(delivery.state());
    last = System.nanoTime();
  }
}
