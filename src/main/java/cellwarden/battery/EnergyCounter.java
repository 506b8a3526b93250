package cellwarden.battery;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The energy counters of one battery: where they stood in the journal, and what was metered since.
///
/// The journal is asked at the first reading: a battery that is never there costs no search. While
/// it cannot be read the samples have no counters, since counters that begin at zero again would be
/// wrong for ever; the meter runs meanwhile.
public final class EnergyCounter {

  private static final Logger LOG = LoggerFactory.getLogger(EnergyCounter.class);

  private final EnergyLog log;
  private final EnergyMeter meter;
  private @Nullable Energy before;
  private boolean failing;

  /// @param interval time from reading to reading when all goes well
  public EnergyCounter(Duration interval, EnergyLog log) {
    this.log = log;
    this.meter = new EnergyMeter(interval);
  }

  /// The sample with the counters as they stand at it.
  ///
  /// @param nanos the monotonic clock when register 03 was answered
  public Sample count(Sample sample, long nanos) throws InterruptedException {
    meter.read(sample, nanos);
    Energy start = before == null ? find(sample.battery()) : before;
    return start == null ? sample : sample.withEnergy(start.plus(meter.counted()));
  }

  private @Nullable Energy find(String battery) throws InterruptedException {
    try {
      before = log.last(battery);
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "{}: its energy counters cannot be found in the journal ({}), so its samples have none until they are;"
                + " check the disk",
            battery,
            e.getMessage());
      }
      failing = true;
    }
    return before;
  }
}
