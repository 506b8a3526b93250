package cellwarden.cli.simulate;

import cellwarden.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// The clock of a site that is sometimes off. Only what it shows is: time passes as it does.
///
/// @param begun the monotonic clock at the start
record SiteClock(Time real, SiteTroubles troubles, long begun) implements Time {

  @Override
  public Instant now() {
    return real.now().plus(troubles.clockError(real.since(begun)));
  }

  @Override
  public boolean clockIsSet() {
    return real.clockIsSet() && !troubles.isClockUnset(real.since(begun));
  }

  @Override
  public long nanos() {
    return real.nanos();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    real.pause(duration);
  }

  @Override
  public boolean pause(Duration duration, Semaphore permits) throws InterruptedException {
    return real.pause(duration, permits);
  }
}
