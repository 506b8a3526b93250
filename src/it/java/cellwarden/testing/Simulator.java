package cellwarden.testing;

import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.transport.SimAddress;
import java.io.IOException;
import java.util.TreeMap;

/// A battery in the JVM of the test, which a service reads over TCP: a test can end it, and then
/// nothing is added to the journal any more.
public final class Simulator {

  private Simulator() {}

  /// Listens on a port of its own.
  ///
  /// @param address such as `sim:4s`
  public static SimulatorServer listen(String address) throws IOException {
    SimAddress sim = new SimAddress(address.substring("sim:".length()), new TreeMap<>());
    SimulatorOptions options = SimulatorOptions.parse(sim);
    return SimulatorServer.listen(SimulatedBms.of(options), 0);
  }
}
