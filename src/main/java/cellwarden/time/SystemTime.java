package cellwarden.time;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// [Time] as this machine has it.
public final class SystemTime implements Time {

  private final ClockWatch watch;

  private SystemTime(ClockWatch watch) {
    this.watch = watch;
  }

  /// From now on it is seen when somebody sets the wall clock.
  public static Time start() {
    return from(Optional.empty());
  }

  /// The same for a program that runs for long and is restarted. All its batteries share it, so
  /// that the log says once what holds for every one.
  ///
  /// @param memory file that remembers, until the machine starts again, that the clock has been set
  public static Time start(Path memory) {
    return from(Optional.of(memory));
  }

  private static SystemTime from(Optional<Path> memory) {
    ClockFiles files = new ClockFiles(Path.of("/"));
    Moment start = new Moment(Instant.now(), false, System.nanoTime());
    return new SystemTime(new ClockWatch(files, new ClockMemory(files, memory), start));
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public boolean clockIsSet() {
    return watch.isSet(now(), nanos());
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public boolean pause(Duration duration, Semaphore permits) throws InterruptedException {
    return permits.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
