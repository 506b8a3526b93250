package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long the steps of one connection took, for its line in the log.
public final class StepTimes {

  private static final Logger LOG = LoggerFactory.getLogger(StepTimes.class);

  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);
  private long since = System.nanoTime();
  private long heldSince = since;

  /// The steps in their order.
  public enum Step {
    CONNECT,
    RESOLVE,
    NOTIFY,
    END
  }

  /// The step is done that began when the one before was done.
  public void done(Step step) {
    long now = System.nanoTime();
    nanos.put(step, now - since);
    since = now;
    if (step == Step.CONNECT) {
      heldSince = now;
    }
  }

  /// A step begins after a pause.
  public void begin() {
    since = System.nanoTime();
  }

  /// When the link has ended.
  public void log(BleAddress address, BleAddress.Stack stack) {
    LOG.debug(
        "{} {}: connect {} ms, resolve {} ms, notify {} ms, end {} ms, hold {} ms",
        address,
        stack.label(),
        millis(Step.CONNECT),
        millis(Step.RESOLVE),
        millis(Step.NOTIFY),
        millis(Step.END),
        TimeUnit.NANOSECONDS.toMillis(since - heldSince));
  }

  private long millis(Step step) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getOrDefault(step, 0L));
  }
}
