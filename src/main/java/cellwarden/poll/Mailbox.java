package cellwarden.poll;

import cellwarden.time.Time;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What others ask of a poller while it waits, or polls. Safe for use by several threads; one
/// waits.
final class Mailbox {

  private final Time time;
  private final Semaphore arrivals = new Semaphore(0);
  private boolean readNow;

  /// The monotonic clock at the end of a pause; null without one.
  private @Nullable Long pausedUntil;

  Mailbox(Time time) {
    this.time = time;
  }

  synchronized void readNow() {
    readNow = true;
    arrivals.release();
  }

  synchronized void pause(Duration duration) {
    pausedUntil = time.nanos() + duration.toNanos();
    arrivals.release();
  }

  synchronized void resume() {
    if (pausedUntil != null) {
      pausedUntil = null;
      readNow = true;
      arrivals.release();
    }
  }

  /// Whether a pause is asked for that is not over.
  synchronized boolean isPaused() {
    return pausedUntil != null && pausedUntil - time.nanos() > 0;
  }

  /// Waits until the next poll is due: after this time, when it is asked for, or when a pause is
  /// over.
  ///
  /// @param pauses runs whenever a pause begins
  /// @return false if only the time is over
  boolean awaitPoll(Duration delay, Runnable pauses) throws InterruptedException {
    long due = time.nanos() + delay.toNanos();
    boolean waits = true;
    while (waits) {
      Duration left = left(due);
      if (!left.isPositive()) {
        return true;
      }
      if (isPaused()) {
        pauses.run();
      }
      waits = time.pause(left, arrivals);
    }
    return endsPauseThatIsOver();
  }

  private synchronized boolean endsPauseThatIsOver() {
    boolean isOver = pausedUntil != null && pausedUntil - time.nanos() <= 0;
    if (isOver) {
      pausedUntil = null;
    }
    return isOver;
  }

  /// Takes out what makes a poll due.
  private synchronized Duration left(long due) {
    long now = time.nanos();
    if (readNow) {
      readNow = false;
      return Duration.ZERO;
    }
    if (pausedUntil == null) {
      return Duration.ofNanos(due - now);
    }
    if (pausedUntil - now <= 0) {
      pausedUntil = null;
      return Duration.ZERO;
    }
    return Duration.ofNanos(pausedUntil - now);
  }
}
