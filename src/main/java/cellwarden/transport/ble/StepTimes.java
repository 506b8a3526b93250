package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// How long the steps of one connection took, for its line in the log.
public final class StepTimes {

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

  /// One line, when the link has ended.
  public String line(BleAddress address, BleAddress.Stack stack) {
    return "%s %s: connect %d ms, resolve %d ms, notify %d ms, end %d ms, hold %d ms"
        .formatted(
            address,
            stack.name().toLowerCase(Locale.ROOT),
            millis(nanos.getOrDefault(Step.CONNECT, 0L)),
            millis(nanos.getOrDefault(Step.RESOLVE, 0L)),
            millis(nanos.getOrDefault(Step.NOTIFY, 0L)),
            millis(nanos.getOrDefault(Step.END, 0L)),
            millis(since - heldSince));
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).plusNanos(500_000).toMillis();
  }
}
