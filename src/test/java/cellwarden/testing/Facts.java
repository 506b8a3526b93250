package cellwarden.testing;

import cellwarden.battery.BatteryControl;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Restarts;
import cellwarden.settings.BatteryConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Facts of a bridge that began at [Samples#TIME].
public final class Facts {

  private Facts() {}

  /// Of a bridge with these batteries.
  ///
  /// @param controls in the order of the batteries, or none
  public static BridgeFacts of(List<BatteryConfig> batteries, List<BatteryControl> controls) {
    return new BridgeFacts(
        "0123abcd",
        "1.2.3",
        Samples.TIME,
        Map.of(),
        batteries,
        controls,
        new Restarts(),
        Optional.empty());
  }
}
