package cellwarden.output.mqtt;

import cellwarden.output.mqtt.homeassistant.Discovery;
import java.util.List;

/// Discovery that announces nothing.
final class Silence {

  private Silence() {}

  static Discovery discovery(Discovery.Names topics) {
    return new Discovery(
        new Discovery.Settings(false, "homeassistant", "0", "1"), topics, List.of());
  }
}
