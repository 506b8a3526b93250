package cellwarden.output.mqtt.client;

import java.time.Duration;
import java.util.Optional;

/// A message to publish with QoS 1, or one that came.
///
/// @param payload not to be changed
/// @param retained whether the broker keeps it for later subscribers
/// @param replyTopic where an answer is wanted (MQTT 5)
/// @param correlation what an answer has to repeat, or repeats (MQTT 5); not to be changed
/// @param expirySeconds after which a broker of MQTT 5 forgets it; 0: never
/// @param journal which journal a sample is of (MQTT 5)
@SuppressWarnings("ArrayRecordComponent")
public record Message(
    String topic,
    byte[] payload,
    boolean retained,
    Optional<String> replyTopic,
    Optional<byte[]> correlation,
    long expirySeconds,
    Optional<String> journal) {

  private static final Duration BRIEF = Duration.ofSeconds(10);

  /// One that does not expire.
  public Message(
      String topic,
      byte[] payload,
      boolean retained,
      Optional<String> replyTopic,
      Optional<byte[]> correlation) {
    this(topic, payload, retained, replyTopic, correlation, 0, Optional.empty());
  }

  /// One that neither asks nor answers.
  public Message(String topic, byte[] payload, boolean retained) {
    this(topic, payload, retained, Optional.empty(), Optional.empty());
  }

  /// One that the broker keeps.
  public static Message retained(String topic, byte[] payload) {
    return new Message(topic, payload, true);
  }

  /// One that the broker keeps for a while.
  public static Message expiring(String topic, byte[] payload, Duration expiry) {
    return new Message(
        topic,
        payload,
        true,
        Optional.empty(),
        Optional.empty(),
        expiry.toSeconds(),
        Optional.empty());
  }

  /// The same of a sample of this journal.
  public Message ofJournal(Optional<String> name) {
    return new Message(topic, payload, retained, replyTopic, correlation, expirySeconds, name);
  }

  /// One that takes the place of what the broker keeps, and then goes by itself: nobody gets an
  /// empty one in between. In MQTT 3.1.1, where nothing expires, it is removed at once.
  public static Message brief(String topic, byte[] payload) {
    return expiring(topic, payload, BRIEF);
  }

  /// Whether it is there only until it is gone.
  public boolean isBrief() {
    return expirySeconds == BRIEF.toSeconds();
  }

  /// One that only those get who subscribe now.
  public static Message passing(String topic, byte[] payload) {
    return new Message(topic, payload, false);
  }
}
