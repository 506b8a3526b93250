package cellwarden.transport.bluez;

import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.Scanner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Listens through bluetoothd.
///
/// @param bluez shared with the batteries, which get the adapters between two short scans
record BluezScanner(Bluez bluez) implements Scanner {

  @Override
  public List<Advertisement> scan(Duration length, Consumer<Advertisement> heard)
      throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(length);
    Catch devices = new Catch(heard);
    Timing timing = bluez.timing();
    try {
      do {
        Session session = bluez.session(Deadline.in(timing.call()));
        Adapters adapters = new Adapters(session, bluez.rfkill());
        List<String> on = adapters.needOn(Deadline.in(timing.call()));
        listen(session, on, devices, deadline.orIn(timing.scan()));
      } while (!deadline.isPassed());
    } catch (BusException e) {
      throw Refusals.anywhere(e);
    }
    return devices.strongestFirst();
  }

  /// One short scan on all adapters. They are always taken in the same order, so that two scans
  /// cannot wait for each other.
  private void listen(Session session, List<String> adapters, Catch devices, Deadline deadline)
      throws BusException, InterruptedException {
    Deque<Ear> ears = new ArrayDeque<>();
    try {
      for (String adapter : adapters) {
        try {
          open(new Adapter1(session.bus(), adapter), deadline).ifPresent(ears::push);
        } catch (BusException e) {
          new Adapters(session, bluez.rfkill()).forgetIfGone(adapter, e);
        }
      }
      devices.fill(session.tree(), adapters, deadline);
    } finally {
      ears.forEach(Ear::close);
    }
  }

  /// @return empty when a battery kept the adapter busy all the time
  private Optional<Ear> open(Adapter1 adapter, Deadline deadline)
      throws BusException, InterruptedException {
    Optional<Turns.Turn> turn = bluez.turns().take(adapter.path(), deadline);
    if (turn.isEmpty()) {
      return Optional.empty();
    }
    Duration patience = bluez.timing().call();
    boolean open = false;
    try {
      Discovery discovery = Discovery.start(adapter, Deadline.in(patience), patience);
      open = true;
      return Optional.of(new Ear(turn.get(), discovery));
    } finally {
      if (!open) {
        turn.get().close();
      }
    }
  }

  /// An adapter that listens.
  private record Ear(Turns.Turn turn, Discovery discovery) {

    void close() {
      try (turn;
          discovery) {
        // The discovery ends before the turn.
      }
    }
  }
}
