package cellwarden.output.delivery;

import cellwarden.battery.SampleLog;
import cellwarden.output.delivery.SeqRanges.SeqRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers from the journal, oldest first, what a receiver missed: one sample is on its way at a
/// time, none sooner than the gap allows, and none while something live waits.
///
/// It has a thread of its own while there is a session, so that neither a slow disk nor an answer
/// that is long in coming delays what is live. There is never a second one: a thread that hangs in
/// the disk when its session ends goes on with the next session.
public final class Backfill {

  /// For the sample that is on its way to be acknowledged, so that it is not sent again.
  private static final Duration LAST_ANSWER = Duration.ofMillis(100);

  /// For threads that journalled at the same time to come here in any order, and for the journal to
  /// be as far as they are.
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

  private final Destination.Words words;
  private final SampleLog log;
  private final Delivery delivery;
  private final BackfillSettings settings;
  private final InstantSource clock;
  private final RefusedBatteries refused;

  private volatile @Nullable Destination current;
  private @Nullable Thread thread;
  private boolean running;

  // The rest is the thread's.

  private volatile boolean awaitsAnswer;
  private long lastSent;
  private long taken;
  private boolean saidUnreadable;
  private boolean saidTooOld;

  /// Number in the range that is being read: what is below is delivered, set aside or not there.
  private long reached;

  private Set<String> leftAlone = Set.of();
  private boolean isAnswered;

  /// @param delivery what is missed
  /// @param clock tells what is too old
  public Backfill(
      Destination.Words words,
      SampleLog log,
      Delivery delivery,
      BackfillSettings settings,
      InstantSource clock) {
    this.words = words;
    this.log = log;
    this.delivery = delivery;
    this.settings = settings;
    this.clock = clock;
    this.refused = new RefusedBatteries(words, settings.refused(), System::nanoTime);
    this.lastSent = System.nanoTime() - settings.gap().toNanos();
  }

  /// Delivers during this session from now on. A bug goes where one of the calling thread would.
  public void begin(Destination session) {
    refused.sessionBegins();
    synchronized (this) {
      current = session;
      if (!running) {
        running = true;
        thread =
            Thread.ofPlatform()
                .name(words.output() + "-history")
                .daemon()
                .uncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler())
                .start(this::run);
      }
    }
  }

  /// Ends the delivery of this session, if that has not been done. Takes a fraction of a second.
  public void end() {
    Thread delivering = thread;
    if (current == null || delivering == null) {
      return;
    }
    current = null;
    try {
      boolean ended = awaitsAnswer && delivering.join(LAST_ANSWER);
      if (!ended) {
        delivering.interrupt();
        ended = delivering.join(LAST_ANSWER);
      }
      LOG.debug("{}: the history of this session is over: {}", words.output(), ended);
    } catch (InterruptedException e) {
      delivering.interrupt();
      Thread.currentThread().interrupt();
    }
    refused.sessionEnds();
  }

  private void run() {
    try {
      Destination session = nextSession();
      while (session != null) {
        serve(session);
        session = nextSession();
      }
    } catch (RuntimeException | Error bug) {
      ended();
      throw bug;
    }
  }

  /// @return null where there is none and this thread ends
  private synchronized @Nullable Destination nextSession() {
    // An interrupt was meant for the session before.
    Thread.interrupted();
    Destination session = current;
    running = session != null;
    return session;
  }

  private synchronized void ended() {
    running = false;
  }

  private void serve(Destination session) {
    saidUnreadable = false;
    taken = 0;
    try {
      announce();
      while (lasts(session)) {
        if (delivery.awaitMissed(refused.leftAlone(), settings.saveEvery()).isPresent()) {
          Thread.sleep(GRACE);
          deliverMissed(session);
        }
        delivery.saveWhenDue();
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: interrupted, the history of this session is over", words.output());
    }
  }

  private boolean lasts(Destination session) {
    return session.equals(current);
  }

  private void announce() {
    long missed = delivery.missedCount();
    if (missed > 0) {
      LOG.info(
          "{}: missed samples: up to {}; they follow on {}",
          words.output(),
          missed,
          words.place().apply("+"));
    }
  }

  /// Range by range, until something live comes in between or nothing is left.
  private void deliverMissed(Destination session) throws InterruptedException {
    leftAlone = refused.leftAlone();
    Optional<SeqRange> missed = delivery.awaitMissed(leftAlone, Duration.ZERO);
    while (missed.isPresent() && lasts(session)) {
      reached = missed.get().from();
      long to = Math.min(missed.get().to(), log.lastSeq());
      if (to < reached) {
        return;
      }
      if (isReadThrough(session, reached, to)) {
        delivery.passedOver(reached, to, leftAlone);
      }
      missed = delivery.awaitMissed(leftAlone, Duration.ZERO);
    }
    finish();
  }

  /// Delivers what is missed in this range. After trouble nothing is tried for a while.
  ///
  /// @return whether it was read to its end
  private boolean isReadThrough(Destination session, long from, long to)
      throws InterruptedException {
    boolean inTrouble = false;
    isAnswered = true;
    try {
      log.read(
          from,
          to,
          (seq, json) -> {
            boolean more = lasts(session) && isSettled(session, seq, json);
            delivery.saveWhenDue();
            return more;
          });
      saidUnreadable = false;
    } catch (IOException e) {
      sayUnreadable(e);
      inTrouble = true;
    }
    if (inTrouble || !isAnswered) {
      Thread.sleep(settings.retry());
    }
    return !inTrouble && isAnswered && lasts(session);
  }

  /// What the journal passes over does not exist, or not any more. What goes live meanwhile is for
  /// the live side to look after.
  private boolean isSettled(Destination session, long seq, byte[] json)
      throws InterruptedException {
    delivery.passedOver(reached, seq - 1, leftAlone);
    reached = seq;
    Optional<String> battery = batteryOf(json);
    if (battery.isEmpty()) {
      delivery.passedOver(seq, seq, Set.of());
    } else if (delivery.isMissed(battery.get(), seq)) {
      isAnswered = isAnswered(session, battery.get(), seq, json);
    } else {
      delivery.forgetUnlessMissed(battery.get(), seq);
    }
    reached = isAnswered ? seq + 1 : seq;
    return isAnswered;
  }

  /// @return whether the receiver took it or refused it
  private boolean isAnswered(Destination session, String battery, long seq, byte[] json)
      throws InterruptedException {
    if (leftAlone.contains(battery)) {
      delivery.refused(battery, seq);
      return true;
    }
    long early = settings.gap().toNanos() - (System.nanoTime() - lastSent);
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
    lastSent = System.nanoTime();
    delivery.awaitTurn();
    refused.sending(battery);
    awaitsAnswer = true;
    try {
      if (!session.deliver(battery, json)) {
        return false;
      }
      refused.taken(battery);
      delivery.acknowledged(seq);
      taken++;
    } catch (Destination.RefusedException e) {
      refused.refused(battery, String.valueOf(e.getMessage()));
      delivery.refused(battery, seq);
      leftAlone.add(battery);
    } finally {
      awaitsAnswer = false;
    }
    return true;
  }

  private void finish() {
    if (taken > 0 && delivery.missedCount() == 0) {
      LOG.info("{}: missed samples sent: {}; none is left", words.output(), taken);
      taken = 0;
      delivery.save();
    }
  }

  /// Whose sample a line is; empty where it is not to be delivered: it is none of ours, or too old.
  /// A sample whose time is not known is never too old.
  private Optional<String> batteryOf(byte[] json) {
    Optional<Instant> oldest = settings.maxAge().map(age -> clock.instant().minus(age));
    return MissedSample.of(json)
        .filter(sample -> oldest.isEmpty() || !isOlder(sample, oldest.get()))
        .map(MissedSample::battery);
  }

  private boolean isOlder(MissedSample sample, Instant oldest) {
    boolean older = sample.time().filter(oldest::isAfter).isPresent();
    if (older && !saidTooOld) {
      saidTooOld = true;
      LOG.info(
          "{}: missed samples from before {} are not sent ({}.max_age); they stay in the journal",
          words.output(),
          oldest,
          words.output());
    }
    return older;
  }

  private void sayUnreadable(IOException e) {
    if (!saidUnreadable) {
      LOG.warn(
          "{}: what was missed cannot be read from the journal ({}); check the disk, it is tried again every minute",
          words.output(),
          e.getMessage());
    }
    saidUnreadable = true;
  }
}
