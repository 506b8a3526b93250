package cellwarden.poll;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Fault;
import cellwarden.battery.Sample;
import cellwarden.battery.Sink;
import cellwarden.energy.EnergyCounter;
import cellwarden.energy.EnergyLog;
import cellwarden.time.Backoff;
import cellwarden.time.Moment;
import cellwarden.time.Schedule;
import cellwarden.time.Time;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one battery on schedule, for ever, and tells the sink how each poll ended.
///
/// Runs in a thread of its own until that thread is interrupted, which ends it at once, also in the
/// middle of a read.
public final class BatteryPoller implements Runnable, BatteryControl {

  /// Polls in a row that must fail before the next one is put off.
  private static final int FAILURES_TO_BACK_OFF = 3;

  /// A battery that comes back is found within about this time (or the interval, if that is
  /// longer).
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// Some Bluetooth modules, such as Liontron's, let go of a link over which nothing was asked for
  /// 8 s.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(BatteryPoller.class);

  private final String name;
  private final BatteryReader reader;
  private final Duration interval;
  private final Sink sink;
  private final Time time;
  private final Backoff backoff;
  private final EnergyCounter energy;
  private final PollLog log;
  private final Notices notices = new Notices();
  private final Mailbox mailbox;
  private final ReadWindow window = new ReadWindow();

  private volatile PollHealth health = new PollHealth(0, 0, 0, false);

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
    this.mailbox = new Mailbox(time);
    this.log = new PollLog(reader.title(), time::nanos);
    this.energy = new EnergyCounter(interval, journalled);
    this.backoff = new Backoff(interval, longer(interval, LONGEST_PAUSE), random);
  }

  @Override
  public String battery() {
    return name;
  }

  @Override
  public void readNow() {
    mailbox.readNow();
  }

  @Override
  public void pause(Duration duration) {
    mailbox.pause(duration);
  }

  @Override
  public void resume() {
    mailbox.resume();
  }

  @Override
  public PollHealth health() {
    PollHealth last = health;
    return new PollHealth(
        last.polls(),
        last.failures(),
        last.failuresInARow(),
        mailbox.isPaused(),
        window.statistics());
  }

  @Override
  public void run() {
    Schedule schedule = new Schedule(interval, time.nanos());
    try (reader) {
      while (true) {
        poll();
        int failures = health.failuresInARow();
        awaitPoll(
            failures < FAILURES_TO_BACK_OFF
                ? schedule.untilNext(time.nanos())
                : backoff.after(failures - FAILURES_TO_BACK_OFF + 2));
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: polling ends", name);
    }
  }

  /// Waits until the next poll is due; a link that is kept meanwhile is kept alive.
  private void awaitPoll(Duration delay) throws InterruptedException {
    long start = time.nanos();
    boolean asked = false;
    Duration left = delay;
    while (!asked && left.isPositive()) {
      boolean idles = reader.mustNotIdle() && left.compareTo(LONGEST_SILENCE) > 0;
      asked = mailbox.awaitPoll(idles ? LONGEST_SILENCE : left, reader::close);
      if (idles && !asked) {
        reader.stayConnected();
      }
      left = delay.minus(time.since(start));
    }
  }

  /// One poll and its event.
  void poll() throws InterruptedException {
    try {
      Reading reading = reader.readRegisters();
      log.succeeded(health.failuresInARow());
      health = new PollHealth(health.polls() + 1, health.failures(), 0, false);
      window.succeeded(reading.sample().link());
      notices.look(reading);
      Sample counted =
          energy.count(
              reading.sample(), reading.nanos(), reading.registers().basic().tenfoldUnits());
      sink.accept(new BatteryEvent.Reading(counted));
    } catch (PollException e) {
      Fault fault = e.fault();
      int failures = health.failuresInARow() + 1;
      health = new PollHealth(health.polls() + 1, health.failures() + 1, failures, false);
      window.failed();
      log.failed(fault, failures);
      Moment now = Moment.now(time);
      sink.accept(new BatteryEvent.Failed(now.wall(), now.clockSet(), name, fault, failures));
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
