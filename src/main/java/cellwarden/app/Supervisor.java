package cellwarden.app;

import cellwarden.output.Restarts;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one part of the service in a thread of its own, and runs it again after a bug: with the
/// stack trace in the log, after a pause that grows, and counted. The other parts go on.
///
/// A bug is a [RuntimeException] or an [Error]. After an error that leaves nothing to rely on, such
/// as an [OutOfMemoryError] or a class that cannot be loaded, only a new process helps.
final class Supervisor {

  /// What is run, until it is interrupted or has nothing more to do.
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /// What the parts share.
  ///
  /// @param restarts counts
  /// @param pauses how long to wait after so many bugs in a row
  /// @param onFatal takes what only a new process helps against
  /// @param nanos the monotonic clock
  /// @param threads makes their threads, which must not keep the program alive
  record Care(
      Restarts restarts,
      IntFunction<Duration> pauses,
      Consumer<Throwable> onFatal,
      LongSupplier nanos,
      Supplier<Thread.Builder> threads) {}

  /// So long without a bug ends a row of them.
  private static final Duration LASTING = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final String what;
  private final Work work;
  private final Care care;
  private final String name;
  private Thread thread;
  private boolean ending;

  /// Between a bug and the next try.
  private boolean broken;

  private int bugsInARow;
  private long begun;
  private Duration pause = Duration.ZERO;

  /// @param what in messages and counts, such as `battery myBattery`
  /// @param thread name of the thread
  Supervisor(String what, String thread, Work work, Care care) {
    this.what = what;
    this.work = work;
    this.care = care;
    this.name = thread;
    this.thread = unstarted();
  }

  private Thread unstarted() {
    return care.threads()
        .get()
        .name(name)
        .uncaughtExceptionHandler((_, bug) -> failed(bug))
        .unstarted(this::run);
  }

  synchronized void start() {
    begun = care.nanos().getAsLong();
    thread.start();
  }

  /// It is not run again, even if it is broken now.
  synchronized void letEnd() {
    ending = true;
    notifyAll();
  }

  /// Ends it by an interrupt.
  void end() {
    letEnd();
    current().interrupt();
  }

  private synchronized Thread current() {
    return thread;
  }

  /// Waits until it has ended.
  ///
  /// @param deadline on the monotonic clock
  /// @return whether it has
  boolean awaitEnd(long deadline) throws InterruptedException {
    return current().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
  }

  /// A bug in the work, in another thread that belongs to it, or in what others call of it.
  synchronized void failed(Throwable bug) {
    if (isFatal(bug)) {
      care.onFatal().accept(bug);
    } else if (broken) {
      LOG.error("{}: {}", what, bug.toString());
    } else {
      broken = true;
      bugsInARow = care.nanos().getAsLong() - begun > LASTING.toNanos() ? 1 : bugsInARow + 1;
      pause = care.pauses().apply(bugsInARow);
      LOG.error(
          "{}: this is a bug in Cellwarden {}; it goes on in {} ms, please report what follows",
          what,
          Version.text(),
          pause.toMillis(),
          bug);
      care.restarts().count(what);
      if (Thread.currentThread() != thread) {
        thread.interrupt();
      }
    }
  }

  /// The work makes no progress: it is interrupted and run again. Where that did not help before, a
  /// thread in its place runs it, and the one that hangs is left alone.
  synchronized void stuck() {
    if (ending) {
      return;
    }
    String at =
        Arrays.stream(thread.getStackTrace())
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    LOG.error(
        "{}: makes no progress, so it is {}; it hangs at {}",
        what,
        broken ? "run in another thread, since an interrupt did not end it" : "run again",
        at.isEmpty() ? "no place, since its thread has ended" : at);
    care.restarts().count(what);
    if (broken || !thread.isAlive()) {
      broken = false;
      thread = unstarted();
      thread.start();
    } else {
      broken = true;
      pause = Duration.ZERO;
      thread.interrupt();
    }
  }

  private static boolean isFatal(Throwable bug) {
    return bug instanceof LinkageError
        || (bug instanceof VirtualMachineError && !(bug instanceof StackOverflowError));
  }

  private void run() {
    do {
      try {
        work.run();
      } catch (InterruptedException e) {
        LOG.debug("{}: interrupted", what);
      } catch (RuntimeException | Error bug) {
        if (Thread.currentThread() == current()) {
          failed(bug);
        }
      }
    } while (isToGoOn());
  }

  /// Waits for the next try.
  ///
  /// @return false where it has ended by itself, or is to end
  private synchronized boolean isToGoOn() {
    boolean _ = Thread.interrupted();
    if (Thread.currentThread() != thread) {
      return false;
    }
    long deadline = System.nanoTime() + pause.toNanos();
    while (broken && !ending) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        broken = false;
        begun = care.nanos().getAsLong();
        return true;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Meant for the work, or for the end, which says so.
      }
    }
    return false;
  }
}
