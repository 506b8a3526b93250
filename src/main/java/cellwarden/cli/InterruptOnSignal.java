package cellwarden.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command that is ended by a signal leave its battery first: the thread that reads is
/// interrupted and gets some time. The process then ends by the signal, with its status of 143 or
/// 130.
final class InterruptOnSignal implements AutoCloseable {

  private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(3);

  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean signalled;

  private InterruptOnSignal(Thread reading) {
    this.hook = Thread.ofPlatform().name("signal").unstarted(() -> interrupt(reading));
  }

  /// From now on until [#close()].
  static InterruptOnSignal ofThisThread() {
    InterruptOnSignal interrupt = new InterruptOnSignal(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /// Whether the process is ending by a signal.
  boolean isSignalled() {
    return signalled;
  }

  private void interrupt(Thread reading) {
    signalled = true;
    reading.interrupt();
    try {
      boolean clean = cleanedUp.await(LONGEST_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
      if (!clean) {
        System.err.println("cellwarden: the clean-up took too long and was cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The battery is left: the process may go.
  @Override
  public void close() {
    cleanedUp.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is the hook that ends this.
    }
  }
}
