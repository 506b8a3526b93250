package cellwarden.output.mqtt;

import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one session delivers from the journal, in a thread of its own: one message is on its way at
/// a time, and none is sent while something live waits.
final class HistorySession implements SampleLog.Visitor {

  /// For the message that is on its way to be acknowledged, so that it is not sent again.
  private static final Duration LAST_ANSWER = Duration.ofMillis(100);

  /// For threads that journalled at the same time to come here in any order, and for the journal to
  /// be as far as they are.
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(HistorySession.class);

  private final SampleLog log;
  private final Delivery delivery;
  private final Bookkeeping books;
  private final Topics topics;
  private final BackfillSettings settings;
  private final AgeLimit age;
  private final Refusals refusals;
  private final MqttSession session;
  private final Thread thread;
  private final Pace pace;
  private volatile boolean ending;
  private volatile boolean publishing;

  /// Whether the range was read to its end, as far as this side is concerned.
  private boolean complete;

  private boolean inTrouble;

  private boolean toldUnreadable;

  /// Whether something was missed when it was looked for last.
  private boolean busy;

  /// Where in the range that is being read everything before is delivered.
  private long next;

  private long sent;

  HistorySession(Backfill.Parts parts, MqttSession session) {
    this.log = parts.log();
    this.delivery = parts.delivery();
    this.books = parts.books();
    this.topics = parts.topics();
    this.settings = parts.settings();
    this.age = parts.age();
    this.refusals = parts.refusals();
    this.session = session;
    this.pace = new Pace(settings.gap());
    this.thread = Thread.ofPlatform().name("mqtt-history").daemon().unstarted(this::serve);
  }

  /// A bug goes where one of the calling thread would.
  void begin() {
    thread.setUncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler());
    thread.start();
  }

  void end() {
    ending = true;
    try {
      boolean ended = publishing && thread.join(LAST_ANSWER);
      if (!ended) {
        thread.interrupt();
        ended = thread.join(LAST_ANSWER);
      }
      LOG.debug("mqtt: the history of this session is over: {}", ended);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      announce();
      while (!ending) {
        Duration wait = refusals.left();
        if (wait.isPositive()) {
          Thread.sleep(shorter(wait, settings.saveEvery()));
        } else {
          Optional<SeqRange> missed = awaitMissed();
          if (missed.isPresent()) {
            send(missed.get());
          }
        }
        books.saveWhenDue();
      }
    } catch (InterruptedException e) {
      LOG.debug("mqtt: interrupted, the history of this session is over");
    }
  }

  private Optional<SeqRange> awaitMissed() throws InterruptedException {
    if (!busy && delivery.awaitMissed(settings.saveEvery()).isPresent()) {
      Thread.sleep(GRACE);
    }
    Optional<SeqRange> missed = delivery.awaitMissed(Duration.ZERO);
    busy = missed.isPresent();
    return missed;
  }

  private void announce() {
    long missed = delivery.missedCount();
    if (missed > 0) {
      LOG.info("mqtt: missed samples: up to {}; they follow on {}", missed, topics.histories());
    }
  }

  private void send(SeqRange missed) throws InterruptedException {
    long to = Math.min(missed.to(), log.lastSeq());
    if (to < missed.from()) {
      Thread.sleep(GRACE);
      return;
    }
    next = missed.from();
    complete = true;
    inTrouble = false;
    try {
      log.read(missed.from(), to, this);
      toldUnreadable = false;
    } catch (IOException e) {
      unreadable(e);
    }
    if (complete) {
      delivery.caughtUp(next, to);
      finish();
    } else if (inTrouble) {
      Thread.sleep(settings.retry());
    }
  }

  /// What the journal passes over does not exist, or not any more.
  @Override
  public boolean take(long seq, byte[] json) throws InterruptedException {
    complete = !ending && deliver(seq, json);
    if (complete) {
      delivery.caughtUp(next, seq);
      next = seq + 1;
      books.saveWhenDue();
    }
    return complete;
  }

  /// @return whether there is nothing left to do for this one
  private boolean deliver(long seq, byte[] json) throws InterruptedException {
    Optional<MissedSample> sample = MissedSample.of(json);
    if (sample.isEmpty() || !delivery.isMissed(seq) || age.excludes(sample.get())) {
      return true;
    }
    pace.await();
    delivery.awaitTurn();
    return publish(topics.history(sample.get().battery()), json);
  }

  private boolean publish(String topic, byte[] json) throws InterruptedException {
    refusals.sending();
    publishing = true;
    try {
      session.publish(Message.passing(topic, json));
      sent++;
      refusals.taken();
      return true;
    } catch (MqttException e) {
      if (e.kind() == MqttException.Kind.MESSAGE_REFUSED) {
        refusals.refused(topic, String.valueOf(e.getMessage()));
      } else {
        inTrouble = true;
      }
      return false;
    } finally {
      publishing = false;
    }
  }

  private void finish() {
    if (sent > 0 && delivery.missedCount() == 0) {
      LOG.info("mqtt: missed samples sent: {}; none is left", sent);
      sent = 0;
      books.saveChanges();
    }
  }

  private void unreadable(IOException e) {
    complete = false;
    inTrouble = true;
    if (!toldUnreadable) {
      LOG.warn(
          "mqtt: what was missed cannot be read from the journal ({}); check the disk, it is tried again every minute",
          e.getMessage());
    }
    toldUnreadable = true;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
