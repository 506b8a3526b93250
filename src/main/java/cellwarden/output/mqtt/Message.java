package cellwarden.output.mqtt;

import java.nio.charset.StandardCharsets;

/// A message to publish with QoS 1.
///
/// @param retained whether the broker keeps it for later subscribers
record Message(String topic, String payload, boolean retained) {

  static Message retained(String topic, String payload) {
    return new Message(topic, payload, true);
  }

  /// One that only those get who subscribe now.
  ///
  /// @param payload UTF-8
  static Message passing(String topic, byte[] payload) {
    return new Message(topic, new String(payload, StandardCharsets.UTF_8), false);
  }

  byte[] bytes() {
    return payload.getBytes(StandardCharsets.UTF_8);
  }
}
