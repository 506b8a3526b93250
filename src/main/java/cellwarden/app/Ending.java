package cellwarden.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How a command that takes long ends: by a signal, by itself, or by trouble in one of its threads.
///
/// SIGTERM and SIGINT ask for a clean end; the process then lives until the command has cleaned up,
/// but not longer than a service manager is willing to wait.
public final class Ending implements AutoCloseable {

  private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(5);

  /// For a person at a terminal.
  private static final Duration LONGEST_LEAVING = Duration.ofSeconds(3);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
  private final Thread hook;

  private Ending(Runnable onSignal, Duration longest, Runnable atLast) {
    this.hook =
        Thread.ofPlatform()
            .name("ending")
            .unstarted(() -> {
              ask();
              onSignal.run();
              boolean _ = awaitCleanUp(longest);
              atLast.run();
            });
  }

  /// Catches the signals from now on until [#close()], for a command that runs until it is stopped:
  /// it ends with status 0. The status of a signal would be 143 or 130.
  ///
  /// @param out is flushed at last
  public static Ending onSignal(PrintStream out) {
    return onSignal(out, LONGEST_CLEAN_UP);
  }

  /// The same.
  ///
  /// @param longest that the clean-up may take
  public static Ending onSignal(PrintStream out, Duration longest) {
    return caught(
        new Ending(
            () -> {},
            longest,
            () -> {
              out.flush();
              Runtime.getRuntime().halt(0);
            }));
  }

  /// Catches the signals from now on until [#close()], for work that a signal cuts short: it asks
  /// [#isAsked()], and the process ends by the signal when what was done so far is complete.
  ///
  /// @param out is flushed at last
  public static Ending cuttingShort(PrintStream out) {
    return caught(new Ending(() -> {}, LONGEST_CLEAN_UP, out::flush));
  }

  /// Catches the signals from now on until [#close()], for a command that is cut short: this thread
  /// is interrupted and gets some time to leave its battery. The process then ends by the signal.
  public static Ending interruptingThisThread() {
    return caught(new Ending(Thread.currentThread()::interrupt, LONGEST_LEAVING, () -> {}));
  }

  private static Ending caught(Ending ending) {
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  /// Asks for a clean end.
  public void ask() {
    asked.countDown();
  }

  /// Asks for a clean end; the process ends all the same, with status 0, where that takes too long.
  /// Nothing is said then: a terminal that takes nothing may be what keeps it.
  public void askFirmly() {
    ask();
    endAtLast(() -> Runtime.getRuntime().halt(0));
  }

  /// Asks for an end because something cannot go on. Where that also keeps the command from
  /// cleaning up, the process ends all the same.
  public void ask(Throwable cause) {
    if (trouble.compareAndSet(null, cause)) {
      endAtLast(() -> {
        awaitedInVain();
        System.err.println("cellwarden: " + cause.getMessage());
        Runtime.getRuntime().halt(1);
      });
    }
    ask();
  }

  private void endAtLast(Runnable end) {
    Thread _ =
        Thread.ofPlatform()
            .daemon()
            .name("ending at last")
            .start(() -> {
              if (!isCleanWithin(LONGEST_CLEAN_UP)) {
                end.run();
              }
            });
  }

  /// Whether somebody has asked.
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /// Waits until somebody asks.
  public void await() throws InterruptedException {
    asked.await();
  }

  /// Waits until somebody asks, but not longer than this; a time beyond what nanoseconds can count
  /// is for ever.
  ///
  /// @return whether somebody has
  public boolean isAskedWithin(Duration atMost) throws InterruptedException {
    return asked.await(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
  }

  /// Waits until somebody asks, or the time is over.
  public void await(Duration atMost) throws InterruptedException {
    if (!isAskedWithin(atMost)) {
      ask();
    }
  }

  /// Throws what made the command end, if it was trouble.
  public void rethrow() {
    switch (trouble.get()) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  /// Everything is cleaned up: the process may go.
  @Override
  public void close() {
    cleanedUp.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is what made us end; it was waiting for this.
    }
  }

  private boolean awaitCleanUp(Duration longest) {
    boolean clean = isCleanWithin(longest);
    if (!clean) {
      awaitedInVain();
    }
    return clean;
  }

  private static void awaitedInVain() {
    System.err.println("cellwarden: the clean-up took too long and was cut off");
  }

  private boolean isCleanWithin(Duration longest) {
    try {
      return cleanedUp.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
