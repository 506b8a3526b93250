package cellwarden.output.mqtt;

import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import java.nio.charset.StandardCharsets;

/// The topic names, and what stands on those that say a state.
///
/// @param base without a slash at its end, `batterie` unless configured, with the site where there
///   is one
record Topics(String base) implements HomeAssistant.Names {

  static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
  static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);

  @Override
  public String sample(String battery) {
    return base + "/" + battery;
  }

  @Override
  public String availability(String battery) {
    return sample(battery) + "/availability";
  }

  /// Samples that could not be sent live. Of `+`, the one that matches the history of each battery.
  String history(String battery) {
    return sample(battery) + "/history";
  }

  /// One value by itself, by its name in the sample.
  String value(String battery, String key) {
    return sample(battery) + "/" + key;
  }

  String event(String battery) {
    return sample(battery) + "/event";
  }

  /// Whether this program runs; also the topic of its last will.
  @Override
  public String bridgeState() {
    return base + "/bridge/state";
  }

  /// Where the bridge can be asked.
  @Override
  public String request(String what) {
    return base + "/bridge/request/" + what;
  }

  /// The message that says so.
  Message bridge(byte[] state) {
    return Message.retained(bridgeState(), state);
  }
}
