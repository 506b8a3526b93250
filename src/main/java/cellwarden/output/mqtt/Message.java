package cellwarden.output.mqtt;

import java.nio.charset.StandardCharsets;

/// A message to publish with QoS 1.
///
/// @param retained whether the broker keeps it for later subscribers
record Message(String topic, String payload, boolean retained) {

  static Message retained(String topic, String payload) {
    return new Message(topic, payload, true);
  }

  byte[] bytes() {
    return payload.getBytes(StandardCharsets.UTF_8);
  }
}
