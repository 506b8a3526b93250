package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long the steps of one connection took, for its line in the log.
public final class StepTimes {

  private static final Logger LOG = LoggerFactory.getLogger(StepTimes.class);

  private final StringBuilder line = new StringBuilder();
  private long since = System.nanoTime();
  private long heldSince = since;

  /// The link stands.
  public void connected() {
    done("connect");
    heldSince = since;
  }

  /// The step is done that began when the one before was done.
  public void done(String step) {
    long now = System.nanoTime();
    line.append(step).append(' ').append(millis(now - since)).append(" ms, ");
    since = now;
  }

  /// A step begins after a pause.
  public void begin() {
    since = System.nanoTime();
  }

  /// The link has ended.
  public void ended(BleAddress address, BleAddress.Stack stack) {
    done("end");
    LOG.debug("{} {}: {}hold {} ms", address, stack.label(), line, millis(since - heldSince));
  }

  private static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }
}
