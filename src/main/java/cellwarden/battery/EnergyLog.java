package cellwarden.battery;

import java.io.IOException;

/// What the energy counters of batteries stood at in an earlier run.
@FunctionalInterface
public interface EnergyLog {

  /// The counters of the battery's last sample that has them, [Energy#ZERO] where there is none.
  ///
  /// @throws IOException if it cannot be found out now
  Energy last(String battery) throws IOException, InterruptedException;
}
