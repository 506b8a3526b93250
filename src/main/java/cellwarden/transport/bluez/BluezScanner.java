package cellwarden.transport.bluez;

import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Advertisement;
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
      } while (!deadline.isPast());
    } catch (BusException e) {
      throw Refusals.anywhere(e);
    }
    return devices.strongestFirst();
  }

  /// One short scan on all adapters. They are always taken in the same order, so that two scans
  /// cannot wait for each other.
  private void listen(Session session, List<String> adapters, Catch devices, Deadline deadline)
      throws BusException, InterruptedException {
    Deque<AutoCloseable> taken = new ArrayDeque<>();
    try {
      for (String adapter : adapters) {
        Optional<Turns.Turn> turn = bluez.turns().take(adapter, deadline);
        if (turn.isPresent()) {
          taken.push(turn.get());
          taken.push(Discovery.start(new Adapter1(session.bus(), adapter), bluez.timing().call()));
        }
      }
      devices.fill(session.tree(), adapters, deadline);
    } finally {
      closeAll(taken);
    }
  }

  private static void closeAll(Deque<AutoCloseable> taken) {
    for (AutoCloseable one : taken) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
