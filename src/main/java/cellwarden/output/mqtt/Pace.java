package cellwarden.output.mqtt;

import java.time.Duration;

/// Lets one after the other pass, each so long after the one before. For one thread.
final class Pace {

  private final long gap;
  private long last;

  /// @param gap at least, from one to the next
  Pace(Duration gap) {
    this.gap = gap.toNanos();
    this.last = System.nanoTime() - this.gap;
  }

  void await() throws InterruptedException {
    long early = gap - (System.nanoTime() - last);
    if (early > 0) {
      Thread.sleep(Duration.ofNanos(early));
    }
    last = System.nanoTime();
  }
}
