package cellwarden.poll;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.BatteryEvent.Incident;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one battery on schedule, for ever, and tells the sink how each poll ended.
///
/// Runs in a thread of its own until that thread is interrupted, which ends it at once, also in the
/// middle of a read.
public final class BatteryPoller implements Runnable, BatteryControl {

  /// More than a poll can take: three connects, each perhaps after a link of others was ended, the
  /// registers with every repetition, and what is done to get an adapter back.
  public static final Duration LONGEST_POLL = Duration.ofMinutes(5);

  /// A battery that comes back is found within about this time (or the interval, if that is
  /// longer).
  public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// Some Bluetooth modules, such as Liontron's, let go of a link over which nothing was asked for
  /// 8 s.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(BatteryPoller.class);

  private final String name;
  private final Duration interval;
  private final Duration phase;
  private final Sink sink;
  private final Time time;
  private final Backoff backoff;
  private final EnergyCounter energy;
  private final PollLog log;
  private final Notices notices = new Notices();
  private final Mailbox mailbox;
  private final ReadWindow window = new ReadWindow();

  private volatile PollHealth health = new PollHealth(0, 0, 0, false);
  private volatile Map<String, Integer> recoveries = Map.of();

  /// The thread that polls; one from before may hang in its reader, and does not count any more.
  private volatile @Nullable Thread owner;

  private BatteryReader reader;

  /// The monotonic clock when it has hung, unless it ends or begins to wait for a poll before.
  private volatile long due;

  /// When the first of the failed polls in a row began, on the monotonic clock.
  private long failingSince;

  /// @param phase how long after its start, modulo the interval, it polls; the first time it does
  ///   so at once
  public BatteryPoller(
      String name,
      BatteryReader reader,
      Duration interval,
      Sink sink,
      EnergyLog journalled,
      Time time,
      RandomGenerator random,
      Duration phase) {
    this.name = name;
    this.reader = reader;
    this.interval = interval;
    this.phase = phase;
    this.due = time.nanos() + LONGEST_POLL.toNanos();
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
        window.statistics(),
        recoveries);
  }

  /// Whether it hangs: a poll is not finished, or not begun, long after it should have been.
  public boolean isStuck() {
    return due - time.nanos() < 0 && !mailbox.isPaused();
  }

  @Override
  public void run() {
    Schedule schedule = new Schedule(interval, time.nanos() + phase.toNanos());
    try (BatteryReader own = begin()) {
      while (true) {
        due = time.nanos() + LONGEST_POLL.toNanos();
        poll(own);
        int failures = health.failuresInARow();
        awaitPoll(
            own,
            failures < BatteryEvent.FAILURES_TO_OFFLINE
                ? schedule.untilNext(time.nanos())
                : backoff.after(failures - BatteryEvent.FAILURES_TO_OFFLINE + 2));
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: polling ends", name);
    }
  }

  /// Waits until the next poll is due; a link that is kept meanwhile is kept alive.
  private void awaitPoll(BatteryReader own, Duration delay) throws InterruptedException {
    long start = time.nanos();
    boolean idles = true;
    for (Duration left = delay; idles; left = delay.minus(time.since(start))) {
      idles = own.mustNotIdle() && left.compareTo(LONGEST_SILENCE) > 0;
      Duration wait = idles ? LONGEST_SILENCE : left;
      due = time.nanos() + wait.plus(LONGEST_POLL).toNanos();
      if (mailbox.awaitPoll(wait, own::close)) {
        return;
      }
      if (idles) {
        own.stayConnected();
      }
    }
  }

  /// What this thread reads with: a reader of its own where a thread from before still hangs in
  /// that one, which is closed under it, whether that wakes it or not.
  private synchronized BatteryReader begin() {
    Thread former = owner;
    owner = Thread.currentThread();
    if (former != null && former != owner && former.isAlive()) {
      BatteryReader hanging = reader;
      Thread _ = Thread.ofPlatform().daemon().name(name + " closes").start(hanging::close);
      reader = hanging.renewed();
    }
    return reader;
  }

  /// One poll and its event.
  private void poll(BatteryReader own) throws InterruptedException {
    long start = time.nanos();
    try {
      Reading reading = own.readRegisters();
      stopUnlessOwner();
      succeeded(own, reading);
    } catch (PollException e) {
      stopUnlessOwner();
      failed(own, e.fault(), start);
    }
  }

  private void stopUnlessOwner() throws InterruptedException {
    if (owner != Thread.currentThread()) {
      throw new InterruptedException();
    }
  }

  private void succeeded(BatteryReader own, Reading reading) {
    int failed = health.failuresInARow();
    log.succeeded(failed);
    health = new PollHealth(health.polls() + 1, health.failures(), 0, false);
    recoveries = own.recoveries();
    window.succeeded(reading.sample().link());
    notices.look(reading);
    Sample counted =
        energy.count(reading.sample(), reading.nanos(), reading.registers().basic().tenfoldUnits());
    sink.accept(new BatteryEvent.Reading(counted));
    if (failed >= BatteryEvent.FAILURES_TO_OFFLINE) {
      long seconds = time.since(failingSince).toSeconds();
      tell(Incident.Kind.LINK_BACK, "seconds", seconds, "attempts", failed + 1);
    }
  }

  /// @param start of the poll, on the monotonic clock
  private void failed(BatteryReader own, Fault fault, long start) {
    int failures = health.failuresInARow() + 1;
    failingSince = failures == 1 ? start : failingSince;
    health = new PollHealth(health.polls() + 1, health.failures() + 1, failures, false);
    recoveries = own.recoveries();
    window.failed();
    log.failed(fault, failures);
    Moment now = Moment.now(time);
    sink.accept(new BatteryEvent.Failed(now.wall(), now.clockSet(), name, fault, failures));
    if (failures == BatteryEvent.FAILURES_TO_OFFLINE) {
      Map<String, Object> words = new LinkedHashMap<>();
      words.put("kind", fault.kind().label());
      words.put("detail", fault.detail());
      tell(Incident.Kind.LINK_LOST, "fault", words, "failures", failures);
    }
  }

  private void tell(Incident.Kind kind, String first, Object one, String second, Object two) {
    Moment now = Moment.now(time);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(first, one);
    data.put(second, two);
    sink.accept(new Incident(now.wall(), name, kind, data, OptionalLong.empty(), now.clockSet()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
