package cellwarden.output.mqtt;

import cellwarden.output.mqtt.client.Message;
import java.nio.charset.StandardCharsets;

/// A message as a subscriber sees it.
record Published(String topic, String payload, boolean retained) {

  static Published of(Message message) {
    return new Published(
        message.topic(), new String(message.payload(), StandardCharsets.UTF_8), message.retained());
  }

  static Published retained(String topic, String payload) {
    return new Published(topic, payload, true);
  }
}
