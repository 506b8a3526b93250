package cellwarden.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How a long-running command ends: by a signal, by itself, or by trouble in one of its threads.
///
/// SIGTERM and SIGINT ask for a clean end with status 0; the process then lives until the command
/// has cleaned up, but not longer than a service manager is willing to wait.
public final class Ending implements AutoCloseable {

  private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(5);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
  private final Thread hook;

  private Ending(Console console) {
    this.hook =
        Thread.ofPlatform()
            .name("ending")
            .unstarted(() -> {
              ask();
              awaitCleanUp();
              console.out().flush();
              // The exit status of a signal would be 143 or 130: a service that was told to stop
              // did well.
              Runtime.getRuntime().halt(ExitStatus.OK);
            });
  }

  /// Catches the signals from now on until [#close()].
  public static Ending onSignal(Console console) {
    Ending ending = new Ending(console);
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  /// Asks for a clean end.
  void ask() {
    asked.countDown();
  }

  /// Asks for an end because something cannot go on: a [FailureException] is told to the user,
  /// anything else is a bug.
  void ask(Throwable cause) {
    trouble.compareAndSet(null, cause);
    ask();
  }

  /// Whether somebody has asked.
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /// Waits until somebody asks.
  public void await() throws InterruptedException {
    asked.await();
  }

  /// Waits until somebody asks, or the time is over.
  void await(Duration atMost) throws InterruptedException {
    // A time beyond what nanoseconds can count is for ever.
    boolean wasAsked = asked.await(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
    if (!wasAsked) {
      ask();
    }
  }

  /// Throws what made the command end, if it was trouble.
  void rethrow() {
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

  private void awaitCleanUp() {
    try {
      boolean clean = cleanedUp.await(LONGEST_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
      if (!clean) {
        System.err.println("cellwarden: the clean-up took too long and was cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
