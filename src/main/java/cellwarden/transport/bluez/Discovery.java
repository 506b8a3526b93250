package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.time.Duration;

/// A discovery of this program on one adapter, stopped without fail. Those of other programs beside
/// it do no harm and are left alone.
final class Discovery implements AutoCloseable {

  private final Adapter1 adapter;
  private final Duration patience;

  private Discovery(Adapter1 adapter, Duration patience) {
    this.adapter = adapter;
    this.patience = patience;
  }

  /// @param deadline of the start
  /// @param patience with the stop
  static Discovery start(Adapter1 adapter, Deadline deadline, Duration patience)
      throws BusException, InterruptedException {
    adapter.setDiscoveryFilter(deadline);
    Discovery discovery = new Discovery(adapter, patience);
    boolean started = false;
    try {
      discovery.begin(deadline);
      started = true;
      return discovery;
    } finally {
      if (!started) {
        discovery.close();
      }
    }
  }

  private void begin(Deadline deadline) throws BusException, InterruptedException {
    try {
      adapter.startDiscovery().await(deadline);
    } catch (BusException e) {
      // In progress is one of this program's own that is not stopped yet.
      if (!e.name().equals(Refusals.IN_PROGRESS)) {
        throw e;
      }
    }
  }

  /// Also in an interrupted thread it waits for the answer: a connect next to a discovery suffers.
  @Override
  public void close() {
    Patiently.run(() -> {
      try {
        adapter.stopDiscovery().isAnsweredBy(Deadline.in(patience));
      } catch (BusException e) {
        // With the bus or bluetoothd gone the discovery is gone.
      }
    });
  }
}
