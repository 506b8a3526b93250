package cellwarden.energy;

import cellwarden.battery.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The energy counters of one battery: where they stood in the journal, and what was metered since
/// the program started; and the values that follow from its readings.
///
/// The journal is asked at every reading, since it may turn out to be another one than before: a
/// disk that is mounted late over an empty folder. While it does not answer the samples have no
/// counters, since counters that begin at zero again would be wrong for ever; the meter runs
/// meanwhile.
public final class EnergyCounter {

  private static final Logger LOG = LoggerFactory.getLogger(EnergyCounter.class);

  private final EnergyLog log;
  private final EnergyMeter meter;
  private final DerivedValues derived = new DerivedValues();
  private boolean failing;
  private boolean waiting;

  /// @param interval time from reading to reading when all goes well
  public EnergyCounter(Duration interval, EnergyLog log) {
    this.log = log;
    this.meter = new EnergyMeter(interval);
  }

  /// The sample with the counters as they stand at it, and what follows from it.
  ///
  /// @param nanos the monotonic clock when register 03 was answered
  /// @param tenfold whether the board states its current in tenths instead of hundredths
  public Sample count(Sample sample, long nanos, boolean tenfold) {
    meter.read(sample, nanos, tenfold);
    Optional<EnergyLog.Start> known = start(sample);
    Sample whole = derived.addTo(sample, nanos, tenfold, known.flatMap(EnergyLog.Start::full));
    return known
        .map(start ->
            whole.withCounters(start.energy().plus(meter.counted()).counters(), start.journalId()))
        .orElse(whole);
  }

  private Optional<EnergyLog.Start> start(Sample sample) {
    try {
      Optional<EnergyLog.Start> start = log.last(sample.battery());
      failing = false;
      if (start.isEmpty() && !waiting) {
        LOG.info(
            "{}: its energy counters are not in the last samples of the journal, so all of it is searched; its samples"
                + " have none until that is done",
            sample.title());
      }
      waiting = start.isEmpty();
      return start;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "{}: its energy counters cannot be found in the journal ({}), so its samples have none until they are;"
                + " check the disk",
            sample.title(),
            e.getMessage());
      }
      failing = true;
      return Optional.empty();
    }
  }
}
