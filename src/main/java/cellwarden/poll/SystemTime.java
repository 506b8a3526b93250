package cellwarden.poll;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// [Time] as this machine has it.
final class SystemTime implements Time {

  /// One for the machine, so that the log says once what holds for every battery.
  static final SystemTime MACHINE = new SystemTime(new ClockWatch(new ClockFiles(Path.of("/"))));

  private final ClockWatch watch;

  private SystemTime(ClockWatch watch) {
    this.watch = watch;
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
}
