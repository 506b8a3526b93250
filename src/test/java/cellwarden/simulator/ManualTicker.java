package cellwarden.simulator;

import java.time.Duration;

/// Time that passes only where it is waited for, or by command.
final class ManualTicker implements Ticker {

  private long nanos;

  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pass(duration);
  }
}
