package cellwarden.output.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one session delivers from the journal, in a thread of its own.
final class HistorySession {

  /// For the message that is on its way to be acknowledged, so that it is not sent again.
  private static final Duration LAST_ANSWER = Duration.ofMillis(100);

  /// For threads that journalled at the same time to come here in any order, and for the journal to
  /// be as far as they are.
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(HistorySession.class);

  private final Backfill.Parts parts;
  private final Delivery delivery;
  private final HistorySender sender;
  private final Thread thread;
  private volatile boolean ending;
  private boolean toldUnreadable;

  HistorySession(Backfill.Parts parts, MqttSession session) {
    this.parts = parts;
    this.delivery = parts.books().delivery();
    this.sender = new HistorySender(parts, session);
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
      boolean ended = sender.isAwaitingAnswer() && thread.join(LAST_ANSWER);
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
        deliverAside();
        if (delivery.awaitMissed(parts.settings().saveEvery()).isPresent()) {
          Thread.sleep(GRACE);
          deliverMissed();
        }
        parts.books().saveWhenDue();
      }
    } catch (InterruptedException e) {
      LOG.debug("mqtt: interrupted, the history of this session is over");
    }
  }

  private void announce() {
    long missed = delivery.missedCount();
    if (missed > 0) {
      LOG.info(
          "mqtt: missed samples: up to {}; they follow on {}", missed, parts.topics().histories());
    }
  }

  /// Range by range, until something live comes in between or nothing is left.
  private void deliverMissed() throws InterruptedException {
    Optional<SeqRange> missed = delivery.awaitMissed(Duration.ZERO);
    while (missed.isPresent() && !ending) {
      long to = Math.min(missed.get().to(), parts.log().lastSeq());
      if (to < missed.get().from()) {
        return;
      }
      SeqRange range = new SeqRange(missed.get().from(), to);
      deliver(range, new HistoryPass.Missed(range, parts, sender, () -> ending));
      missed = delivery.awaitMissed(Duration.ZERO);
    }
    finish();
  }

  private void deliverAside() throws InterruptedException {
    for (Map.Entry<String, SeqRange> entry : delivery.aside().entrySet()) {
      if (!ending && !parts.refusals().leavesAlone(entry.getKey())) {
        SeqRange range = entry.getValue();
        deliver(range, new HistoryPass.Aside(entry.getKey(), range, parts, sender, () -> ending));
        finish();
      }
    }
  }

  private void deliver(SeqRange range, HistoryPass pass) throws InterruptedException {
    boolean trouble;
    try {
      pass.run(range);
      toldUnreadable = false;
      trouble = pass.isUnanswered();
    } catch (IOException e) {
      tellUnreadable(e);
      trouble = true;
    }
    if (trouble) {
      Thread.sleep(parts.settings().retry());
    }
  }

  private void finish() {
    if (delivery.missedCount() > 0) {
      return;
    }
    long taken = sender.takenSinceAsked();
    if (taken > 0) {
      LOG.info("mqtt: missed samples sent: {}; none is left", taken);
      parts.books().saveChanges();
    }
  }

  private void tellUnreadable(IOException e) {
    if (!toldUnreadable) {
      LOG.warn(
          "mqtt: what was missed cannot be read from the journal ({}); check the disk, it is tried again every minute",
          e.getMessage());
    }
    toldUnreadable = true;
  }
}
