package cellwarden.output.mqtt;

import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics that the broker does not take, over all sessions. One refusal says nothing about the next
/// message, which may be another one. But some brokers answer what they do not take by breaking the
/// connection: a topic under which sessions in a row broke is left alone for a while, since every
/// session begins with it.
final class RefusedTopics {

  private static final int SUSPICIOUS = 3;
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(RefusedTopics.class);

  private final Supplier<String> broker;
  private final HomeAssistant discovery;
  private final LongSupplier nanos;
  private final Map<String, Long> leftAlone = new HashMap<>();
  private final Set<String> said = new HashSet<>();
  private String brokeAt = "";
  private int brokenSessions;

  /// @param nanos the monotonic clock
  RefusedTopics(Supplier<String> broker, HomeAssistant discovery, LongSupplier nanos) {
    this.broker = broker;
    this.discovery = discovery;
    this.nanos = nanos;
  }

  boolean leavesAlone(String topic) {
    Long since = leftAlone.get(topic);
    return since != null && nanos.getAsLong() - since < PAUSE.toNanos();
  }

  void taken(String topic) {
    if (topic.equals(brokeAt)) {
      brokenSessions = 0;
    }
    leftAlone.remove(topic);
  }

  void refused(String topic, MqttException trouble) {
    String advice =
        trouble.kind() == MqttException.Kind.MESSAGE_TOO_LARGE
            ? "raise the largest packet of the broker"
            : "let this user publish there";
    say(topic, String.valueOf(trouble.getMessage()), advice);
  }

  /// The connection broke when something was on its way there.
  void broke(String topic) {
    brokenSessions = topic.equals(brokeAt) ? brokenSessions + 1 : 1;
    brokeAt = topic;
    if (brokenSessions >= SUSPICIOUS) {
      brokenSessions = 0;
      leftAlone.put(topic, nanos.getAsLong());
      say(
          topic,
          "each session broke when something was sent there",
          "check the rights of this user and the limits of the broker, it is tried again each "
              + PAUSE.toMinutes()
              + " minutes");
    }
  }

  private void say(String topic, String reason, String advice) {
    // All announcements are one matter, which can be done without.
    boolean announced = discovery.isAnnouncement(topic);
    String place = announced ? discovery.allTopics() : topic;
    if (said.add(place)) {
      LOG.warn(
          "mqtt: broker {} does not take {} ({}); {}{}",
          broker.get(),
          place,
          reason,
          advice,
          announced ? ", or set mqtt.discovery: off" : "");
    }
  }
}
