package cellwarden.poll;

import cellwarden.battery.Fault;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log how the polls of one battery end: a fault, at most three times in a row, and that
/// the battery is back. Where it comes and goes all the time, an hour at a time is summed up.
final class PollLog {

  /// Faults in a row that are said.
  private static final int SAID_IN_A_ROW = 3;

  /// Outages in an hour that are said each.
  private static final int SAID_OUTAGES = 3;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(PollLog.class);

  private final String battery;
  private final LongSupplier nanos;

  private long begun;
  private Counts hour = new Counts();
  private boolean flapping;
  private boolean isSaid;

  /// What happened in an hour.
  private static final class Counts {
    private int polls;
    private int failed;
    private int outages;
    private int longOutages;
    private int unsaid;
    private String lastFault = "";
  }

  /// @param battery what a person calls it
  /// @param nanos the monotonic clock
  PollLog(String battery, LongSupplier nanos) {
    this.battery = battery;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /// @param inARow failed polls, this one included
  void failed(Fault fault, int inARow) {
    sumUpWhenDue();
    hour.polls++;
    hour.failed++;
    hour.lastFault = fault.sentence();
    if (inARow == 1) {
      hour.outages++;
      isSaid = !flapping && hour.outages <= SAID_OUTAGES;
    }
    if (inARow == SAID_IN_A_ROW && !isSaid) {
      // It is offline now, which is more than the usual coming and going.
      hour.longOutages++;
      isSaid = hour.longOutages <= SAID_OUTAGES;
    }
    if (!isSaid) {
      hour.unsaid++;
      beginToSumUp();
    } else if (inARow <= SAID_IN_A_ROW) {
      LOG.warn("{}: {}", battery, fault.sentence());
    }
  }

  /// @param failedBefore failed polls in a row that this one ends
  void succeeded(int failedBefore) {
    sumUpWhenDue();
    hour.polls++;
    if (failedBefore > 0 && isSaid) {
      LOG.info("{}: read again, failed polls before: {}", battery, failedBefore);
    }
  }

  private void beginToSumUp() {
    if (!flapping) {
      flapping = true;
      LOG.warn(
          "{}: polls fail again and again ({} outages within {} minutes); from now on they are summed up each hour",
          battery,
          hour.outages,
          Math.max(1, Duration.ofNanos(nanos.getAsLong() - begun).toMinutes()));
    }
  }

  private void sumUpWhenDue() {
    long now = nanos.getAsLong();
    if (now - begun < HOUR.toNanos()) {
      return;
    }
    if (hour.unsaid > 0) {
      LOG.warn(
          "{}: {} of {} polls failed in the last {} minutes, in {} outages; the last one: {}",
          battery,
          hour.failed,
          hour.polls,
          Duration.ofNanos(now - begun).toMinutes(),
          hour.outages,
          hour.lastFault);
    }
    flapping = hour.outages > SAID_OUTAGES;
    hour = new Counts();
    begun = now;
  }
}
