package cellwarden.output.mqtt;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the broker takes to the history topics, over all sessions: one that does not want them must
/// neither be asked again and again nor lose what is live for them.
///
/// Some brokers answer a topic that a user may not publish to by breaking the connection. So
/// sessions in a row that end under their first message from the journal count as a refusal too.
/// Safe for use by several threads.
final class Refusals {

  private static final int SUSPICIOUS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Duration pause;
  private long heldSince;
  private boolean held;
  private boolean asked;
  private boolean answered;
  private boolean told;
  private int brokenSessions;

  /// @param pause how long nobody is asked after a refusal
  Refusals(Duration pause) {
    this.pause = pause;
  }

  synchronized void sessionBegins() {
    asked = false;
    answered = false;
  }

  synchronized void sessionEnds() {
    if (!asked || answered) {
      return;
    }
    brokenSessions++;
    if (brokenSessions >= SUSPICIOUS) {
      brokenSessions = 0;
      hold("a history topic", "each session broke when something was sent there");
    }
  }

  synchronized void sending() {
    asked = true;
  }

  synchronized void taken() {
    answered = true;
    told = false;
    brokenSessions = 0;
  }

  /// @param reason for the middle of a sentence
  synchronized void refused(String topic, String reason) {
    answered = true;
    hold(topic, reason);
  }

  /// How long to wait yet; zero or less when the broker may be asked.
  synchronized Duration left() {
    return held ? pause.minusNanos(System.nanoTime() - heldSince) : Duration.ZERO;
  }

  private void hold(String topic, String reason) {
    held = true;
    heldSince = System.nanoTime();
    if (!told) {
      LOG.warn(
          "mqtt: the broker does not take {} ({}); let this user publish there or set mqtt.backfill to off, until then what it missed waits in the journal and is tried again each {} minutes",
          topic,
          reason,
          pause.toMinutes());
    }
    told = true;
  }
}
