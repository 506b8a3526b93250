package cellwarden.output.mqtt.client;

/// A message to publish with QoS 1.
///
/// @param payload not to be changed
/// @param retained whether the broker keeps it for later subscribers
@SuppressWarnings("ArrayRecordComponent")
public record Message(String topic, byte[] payload, boolean retained) {

  /// One that the broker keeps.
  public static Message retained(String topic, byte[] payload) {
    return new Message(topic, payload, true);
  }

  /// One that only those get who subscribe now.
  public static Message passing(String topic, byte[] payload) {
    return new Message(topic, payload, false);
  }
}
