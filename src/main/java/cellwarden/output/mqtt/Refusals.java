package cellwarden.output.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the broker takes to each history topic, over all sessions: one that it does not want must
/// neither be tried again and again nor keep the others waiting.
///
/// Some brokers answer a topic that a user may not publish to by breaking the connection. So
/// sessions in a row that end under their first message from the journal count as a refusal too.
/// Safe for use by several threads.
final class Refusals {

  private static final int SUSPICIOUS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Duration pause;
  private final LongSupplier nanos;
  private final Map<String, Long> refusedAt = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private String asked = "";
  private boolean answered;
  private int brokenSessions;

  /// @param pause how long a topic is left alone after a refusal
  /// @param nanos the monotonic clock
  Refusals(Duration pause, LongSupplier nanos) {
    this.pause = pause;
    this.nanos = nanos;
  }

  synchronized void sessionBegins() {
    asked = "";
    answered = false;
  }

  synchronized void sessionEnds() {
    if (asked.isEmpty() || answered) {
      return;
    }
    brokenSessions++;
    if (brokenSessions >= SUSPICIOUS) {
      brokenSessions = 0;
      leaveAlone(asked, "each session broke when something was sent there");
    }
  }

  synchronized void sending(String topic) {
    asked = topic;
  }

  synchronized void taken(String topic) {
    answered = true;
    brokenSessions = 0;
    refusedAt.remove(topic);
    told.remove(topic);
  }

  /// @param reason for the middle of a sentence
  synchronized void refused(String topic, String reason) {
    answered = true;
    leaveAlone(topic, reason);
  }

  /// Whether nothing must be sent there for now.
  synchronized boolean leavesAlone(String topic) {
    Long since = refusedAt.get(topic);
    return since != null && nanos.getAsLong() - since < pause.toNanos();
  }

  private void leaveAlone(String topic, String reason) {
    refusedAt.put(topic, nanos.getAsLong());
    if (told.add(topic)) {
      LOG.warn(
          "mqtt: the broker does not take {} ({}); let this user publish there or set mqtt.backfill to off, until then what it missed there waits in the journal and is tried again each {} minutes",
          topic,
          reason,
          pause.toMinutes());
    }
  }
}
