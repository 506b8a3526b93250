package cellwarden.output.mqtt;

import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import java.util.List;

/// What tells Home Assistant nothing.
final class Silence {

  private Silence() {}

  static HomeAssistant discovery(HomeAssistant.Names topics) {
    return new HomeAssistant(
        new HomeAssistant.Settings(false, "homeassistant", "0", "1"), topics, List.of());
  }
}
