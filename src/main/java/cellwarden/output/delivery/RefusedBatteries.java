package cellwarden.output.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which batteries' samples the receiver does not take, over all sessions: they must neither be
/// tried again and again nor keep the others waiting.
///
/// Some brokers answer a topic that a user may not publish to by breaking the connection. So
/// sessions in a row that end under their first sample from the journal count as a refusal too.
/// Safe for use by several threads.
final class RefusedBatteries {

  private static final int SUSPICIOUS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(RefusedBatteries.class);

  private final Destination.Words words;
  private final Duration pause;
  private final LongSupplier nanos;
  private final Map<String, Long> refusedAt = new HashMap<>();
  private final Set<String> said = new HashSet<>();
  private String sent = "";
  private boolean answered;
  private int brokenSessions;

  /// @param pause how long a battery is left alone after a refusal
  /// @param nanos the monotonic clock
  RefusedBatteries(Destination.Words words, Duration pause, LongSupplier nanos) {
    this.words = words;
    this.pause = pause;
    this.nanos = nanos;
  }

  synchronized void sessionBegins() {
    sent = "";
    answered = false;
  }

  synchronized void sessionEnds() {
    if (sent.isEmpty() || answered) {
      return;
    }
    brokenSessions++;
    if (brokenSessions >= SUSPICIOUS) {
      brokenSessions = 0;
      leaveAlone(sent, "each session broke when something was sent there");
    }
  }

  synchronized void sending(String battery) {
    sent = battery;
  }

  synchronized void taken(String battery) {
    answered = true;
    brokenSessions = 0;
    refusedAt.remove(battery);
    said.remove(battery);
  }

  /// @param reason for the middle of a sentence
  synchronized void refused(String battery, String reason) {
    answered = true;
    leaveAlone(battery, reason);
  }

  /// Those of which nothing must be sent for now.
  synchronized Set<String> leftAlone() {
    long now = nanos.getAsLong();
    return refusedAt.entrySet().stream()
        .filter(refusal -> now - refusal.getValue() < pause.toNanos())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void leaveAlone(String battery, String reason) {
    refusedAt.put(battery, nanos.getAsLong());
    if (said.add(battery)) {
      LOG.warn(
          "{}: {} does not take {} ({}); {} or set {}.backfill to off, until then what it missed there waits in the journal and is tried again each {} minutes",
          words.output(),
          words.receiver(),
          words.place().apply(battery),
          reason,
          words.advice(),
          words.output(),
          pause.toMinutes());
    }
  }
}
