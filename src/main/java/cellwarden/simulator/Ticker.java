package cellwarden.simulator;

import java.time.Duration;

/// Monotonic time, and waiting on it.
public interface Ticker {

  /// The machine's.
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /// Nanoseconds since an arbitrary moment.
  long nanos();

  /// Returns when the time has passed; an interrupt ends it at once.
  void sleep(Duration duration) throws InterruptedException;
}
