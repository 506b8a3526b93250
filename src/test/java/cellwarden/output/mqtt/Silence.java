package cellwarden.output.mqtt;

import cellwarden.output.BridgeFacts;
import cellwarden.output.Restarts;
import cellwarden.output.mqtt.bridge.Bridge;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What tells Home Assistant nothing, and a bridge without batteries.
final class Silence {

  private Silence() {}

  static HomeAssistant discovery(HomeAssistant.Names topics) {
    return new HomeAssistant(
        new HomeAssistant.Settings(HomeAssistantDiscovery.OFF, "homeassistant", "0", "1"),
        topics,
        List.of());
  }

  static BridgeFacts facts() {
    return new BridgeFacts(
        "0123abcd",
        "1.0",
        Samples.TIME,
        Map.of(),
        List.of(),
        List.of(),
        new Restarts(),
        Optional.empty());
  }

  static Bridge bridge() {
    return new Bridge("base", facts(), () -> Samples.TIME, System::nanoTime);
  }

  /// Whether a message is about the bridge and not about a battery.
  static boolean isAboutTheBridge(String topic) {
    return topic.matches(".*/bridge/(.*/)?(info|devices|health)");
  }
}
