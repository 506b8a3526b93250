package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What is asked of an adapter, and done to it, when no battery is reached over it.
///
/// @param adapter such as `hci0`
record BluezAdapterCare(Bluez bluez, String adapter, Deadline deadline) {

  private String path() {
    return Bluez.ROOT + '/' + adapter;
  }

  /// Why it is another program's just now. This program's own scans are not meant: it waits until
  /// they have ended.
  ///
  /// @param own MAC addresses of batteries
  Optional<String> use(Set<String> own) throws BusException, InterruptedException {
    try (AdapterTurns.Turn _ =
        bluez.turn(path(), path(), deadline).orElseThrow(() -> BusException.timedOut("a turn"))) {
      BluezBus bus = bluez.bus(deadline);
      bus.renew(bluez.answer(deadline));
      ObjectTree tree = bus.tree();
      if (tree.is(path(), "Discovering")) {
        return Optional.of("another program scans");
      }
      return tree.below(path(), ObjectTree.DEVICE).stream()
          .filter(device -> tree.is(device, "Connected"))
          .map(device -> tree.property(device, "Address", String.class).orElse(device))
          .filter(mac -> !own.contains(mac))
          .map(mac -> "another program holds a link to " + mac)
          .findFirst();
    }
  }

  /// @param patience with each of the two answers
  void powerCycle(Duration patience) throws BusException, InterruptedException {
    BluezBus bus = bluez.bus(deadline);
    try {
      bus.set(path(), ObjectTree.ADAPTER, "Powered", false).await(Deadline.in(patience));
    } catch (BusException e) {
      if (BluezTroubles.of(e) != BleTrouble.CONNECT_FAILED || BluezTroubles.isGone(e)) {
        throw e;
      }
      // One that hangs refuses to be switched off, and may be on or off.
    } finally {
      switchOn(bus, patience);
    }
    bus.refresh(path(), ObjectTree.ADAPTER, Deadline.in(patience));
    if (!bus.tree().is(path(), "Powered")) {
      throw BusException.refused("org.bluez.Error.Failed", "it did not come on again");
    }
  }

  private void switchOn(BluezBus bus, Duration patience) {
    CleanUp.run(() -> {
      try {
        boolean _ =
            bus.set(path(), ObjectTree.ADAPTER, "Powered", true)
                .isAnsweredBy(Deadline.in(patience));
      } catch (BusException e) {
        // The bus has gone; whoever asks for the adapter next says so.
      }
    });
  }
}
