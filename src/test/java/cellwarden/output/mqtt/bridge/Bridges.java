package cellwarden.output.mqtt.bridge;

import cellwarden.config.Defaults;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Restarts;
import cellwarden.output.mqtt.client.Message;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.FakeTime;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bridges with two batteries, `house` and `van`.
final class Bridges {

  private Bridges() {}

  static BridgeFacts facts(FakeControl... controls) throws AddressException {
    return new BridgeFacts(
        "0123abcd",
        "1.2.3",
        FakeTime.START,
        Map.of("journal", Map.of("path", "a.jsonl")),
        List.of(battery("house", "ble:A4:C1:38:00:11:22"), battery("van", "tcp:192.168.1.7:8899")),
        List.of(controls),
        new Restarts(),
        Optional.empty());
  }

  private static BatteryConfig battery(String name, String address) throws AddressException {
    return Defaults.battery(name, AddressParser.parse(address));
  }

  static Message request(String what, String body) {
    return Message.passing("base/bridge/request/" + what, body.getBytes(StandardCharsets.UTF_8));
  }

  static Message withReply(Message message, String topic, String correlation) {
    return new Message(
        message.topic(),
        message.payload(),
        false,
        Optional.of(topic),
        Optional.of(correlation.getBytes(StandardCharsets.UTF_8)));
  }

  /// Topic and payload.
  static String text(Message message) {
    return message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8);
  }
}
