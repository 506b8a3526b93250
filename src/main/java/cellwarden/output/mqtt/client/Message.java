package cellwarden.output.mqtt.client;

import java.util.Optional;

/// A message to publish with QoS 1, or one that came.
///
/// @param payload not to be changed
/// @param retained whether the broker keeps it for later subscribers
/// @param replyTopic where an answer is wanted (MQTT 5)
/// @param correlation what an answer has to repeat, or repeats (MQTT 5); not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record Message(
    String topic,
    byte[] payload,
    boolean retained,
    Optional<String> replyTopic,
    Optional<byte[]> correlation) {

  /// One that neither asks nor answers.
  public Message(String topic, byte[] payload, boolean retained) {
    this(topic, payload, retained, Optional.empty(), Optional.empty());
  }

  /// One that the broker keeps.
  public static Message retained(String topic, byte[] payload) {
    return new Message(topic, payload, true);
  }

  /// One that only those get who subscribe now.
  public static Message passing(String topic, byte[] payload) {
    return new Message(topic, payload, false);
  }
}
