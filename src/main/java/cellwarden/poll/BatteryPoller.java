package cellwarden.poll;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EnergyCounter;
import cellwarden.battery.EnergyLog;
import cellwarden.battery.Fault;
import cellwarden.battery.Sample;
import cellwarden.battery.Sink;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one battery on schedule, for ever, and tells the sink how each poll ended.
///
/// Runs in a thread of its own until that thread is interrupted, which ends it at once, also in the
/// middle of a read.
public final class BatteryPoller implements Runnable {

  /// Polls in a row that must fail before the next one is put off.
  private static final int FAILURES_TO_BACK_OFF = 3;

  /// A battery that comes back is found within about this time (or the interval, if that is
  /// longer).
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(BatteryPoller.class);

  private final String name;
  private final BatteryReader reader;
  private final Duration interval;
  private final Sink sink;
  private final Time time;
  private final Backoff backoff;
  private final EnergyCounter energy;
  private final Notices notices = new Notices();

  private int failures;

  public BatteryPoller(
      String name,
      BatteryReader reader,
      Duration interval,
      Sink sink,
      EnergyLog journalled,
      Time time,
      RandomGenerator random) {
    this.name = name;
    this.reader = reader;
    this.interval = interval;
    this.sink = sink;
    this.time = time;
    this.energy = new EnergyCounter(interval, journalled);
    this.backoff = new Backoff(interval, longer(interval, LONGEST_PAUSE), random);
  }

  public String name() {
    return name;
  }

  @Override
  public void run() {
    Schedule schedule = new Schedule(interval, time.nanos());
    try (reader) {
      while (true) {
        poll();
        time.pause(
            failures < FAILURES_TO_BACK_OFF
                ? schedule.untilNext(time.nanos())
                : backoff.after(failures - FAILURES_TO_BACK_OFF + 2));
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: polling ends", name);
    }
  }

  /// One poll and its event.
  void poll() throws InterruptedException {
    try {
      Reading reading = reader.readTimed();
      if (failures > 0) {
        LOG.info("{}: read again, failed polls before: {}", name, failures);
      }
      failures = 0;
      notices.look(reading.sample());
      Sample counted = energy.count(reading.sample(), reading.nanos());
      sink.accept(new BatteryEvent.Reading(counted));
    } catch (PollException e) {
      Fault fault = e.fault();
      failures++;
      if (failures <= FAILURES_TO_BACK_OFF) {
        LOG.warn("{}: {}", name, fault.sentence());
      }
      Moment now = Moment.now(time);
      sink.accept(new BatteryEvent.Failed(now.wall(), now.clockSet(), name, fault, failures));
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
