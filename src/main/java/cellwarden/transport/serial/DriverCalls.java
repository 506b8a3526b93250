package cellwarden.transport.serial;

import cellwarden.transport.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls into the driver of one port. An adapter that is broken can hang one of them for ever, and
/// nothing ends it; so each has a thread of its own, which is left alone then. There is never more
/// than one such thread: until it ends, the port is busy.
///
/// Not for use by several threads.
final class DriverCalls {

  private Optional<Thread> hanging = Optional.empty();

  /// Whether the driver has come back from all calls.
  ///
  /// @param deadline until when to wait for that
  boolean areOver(Deadline deadline) throws InterruptedException {
    if (hanging.isPresent()
        && hanging.get().join(Duration.ofNanos(Math.max(1, deadline.leftNanos())))) {
      hanging = Optional.empty();
    }
    return hanging.isEmpty();
  }

  /// @param late takes a result that comes after the deadline or an interrupt
  /// @throws TimeoutException if the call does not come back in time
  /// @throws ExecutionException with what the call throws
  <T> T call(Callable<T> work, Deadline deadline, Consumer<T> late)
      throws ExecutionException, TimeoutException, InterruptedException {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicBoolean settled = new AtomicBoolean();
    FutureTask<T> task =
        new FutureTask<>(() -> {
          T made = work.call();
          result.set(made);
          if (settled.getAndSet(true)) {
            late.accept(made);
          }
          return made;
        });
    Thread thread = start(task);
    try {
      return task.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      hanging = Optional.of(thread);
      T made = settled.getAndSet(true) ? result.get() : null;
      if (made != null) {
        hanging = Optional.of(start(() -> late.accept(made)));
      }
      throw e;
    }
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().daemon().name("serial port").start(work);
  }
}
