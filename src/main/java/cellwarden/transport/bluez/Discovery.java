package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.time.Duration;
import java.util.Map;

/// A discovery of this program on one adapter, stopped without fail. Those of other programs beside
/// it do no harm and are left alone.
///
/// @param adapter path
/// @param patience with the stop
record Discovery(BluezBus bus, String adapter, Duration patience) implements AutoCloseable {

  private static final Method SET_FILTER =
      new Method(ObjectTree.ADAPTER, "SetDiscoveryFilter", "a{sv}");
  private static final Method START = new Method(ObjectTree.ADAPTER, "StartDiscovery", "");
  private static final Method STOP = new Method(ObjectTree.ADAPTER, "StopDiscovery", "");

  /// Hears Bluetooth LE only. An adapter that turns out to be gone is forgotten, so that the next
  /// look asks bluetoothd.
  static Discovery start(BluezBus bus, String adapter, Deadline deadline, Duration patience)
      throws BusException, InterruptedException {
    try {
      bus.call(adapter, SET_FILTER, Map.of("Transport", "le")).await(deadline);
      Discovery discovery = new Discovery(bus, adapter, patience);
      try (OnFailure undo = new OnFailure(discovery::close)) {
        discovery.begin(deadline);
        return undo.keep(discovery);
      }
    } catch (BusException e) {
      if (BluezTroubles.isGone(e)) {
        bus.tree().remove(adapter);
      }
      throw e;
    }
  }

  private void begin(Deadline deadline) throws BusException, InterruptedException {
    try {
      bus.call(adapter, START).await(deadline);
    } catch (BusException e) {
      // In progress is one of this program's own that is not stopped yet.
      if (!e.name().equals(BluezTroubles.IN_PROGRESS)) {
        throw e;
      }
    }
  }

  /// Also in an interrupted thread it waits for the answer: a connect next to a discovery suffers.
  @Override
  public void close() {
    CleanUp.run(() -> {
      try {
        bus.call(adapter, STOP).isAnsweredBy(Deadline.in(patience));
      } catch (BusException e) {
        // With the bus or bluetoothd gone the discovery is gone.
      }
    });
  }
}
