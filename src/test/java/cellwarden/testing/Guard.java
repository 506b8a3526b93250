package cellwarden.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How long tests wait. None judges how fast something is: what takes this long hangs.
///
/// `junit-platform.properties` ends a test that forgot to guard itself.
public final class Guard {

  /// Only a hang takes so long, also where a JVM takes a minute to start.
  public static final Duration HANG = Duration.ofMinutes(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private Guard() {}

  /// Something that is true at some time.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// What is tried with a time-out.
  @FunctionalInterface
  public interface Attempt {
    void within(Duration timeout) throws Exception;
  }

  /// Waits for what nobody announces, such as a file or the end of a thread: looks again and again.
  public static void await(String what, Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > HANG.toNanos()) {
        throw new AssertionError(what + " did not come within " + HANG);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// Tries what must come about within a time-out that is long enough, whatever this machine takes
  /// for it: each time-out is twice as long as the one before.
  ///
  /// @throws AssertionError of the longest attempt
  public static void grow(Duration first, Attempt attempt) throws Exception {
    Duration timeout = first;
    while (true) {
      try {
        attempt.within(timeout);
        return;
      } catch (AssertionError e) {
        timeout = timeout.multipliedBy(2);
        if (timeout.compareTo(HANG) > 0) {
          throw e;
        }
      }
    }
  }
}
