package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.BusUse;
import cellwarden.transport.bluez.AdapterTurns.Turn;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What all batteries share: one connection to the bus, made when it is first needed and again
/// after it broke, the adapters and whose turn it is there, and the links of this program.
final class Bluez implements AutoCloseable {

  static final String ROOT = "/org/bluez";

  private final String busAddress;
  private final BluezTimeouts timeouts;
  private final AdapterCheck check;
  private final Map<String, AdapterTurns> turns = new ConcurrentHashMap<>();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final ReentrantLock opening = new ReentrantLock();
  private final ReentrantLock pairing = new ReentrantLock();
  private @Nullable BluezBus current;

  Bluez(String busAddress, BluezTimeouts timeouts, AdapterCheck check) {
    this.busAddress = busAddress;
    this.timeouts = timeouts;
    this.check = check;
  }

  BluezTimeouts timeouts() {
    return timeouts;
  }

  /// Paths of the devices to which this program holds links.
  Set<String> held() {
    return held;
  }

  /// How long bluetoothd may take for an answer, but not beyond a deadline.
  Deadline answer(Deadline deadline) {
    return deadline.orIn(timeouts.answer());
  }

  /// A connection to the bus over which everything is known that bluetoothd has.
  BluezBus bus(Deadline deadline) throws BusException, InterruptedException {
    if (!opening.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
      throw BusException.timedOut("opening the bus");
    }
    try {
      BluezBus bus = current;
      if (bus == null || !bus.isOpen()) {
        bus = BluezBus.open(busAddress, answer(deadline));
        current = bus;
      }
      while (!bus.tree().isComplete()) {
        bus.renew(answer(deadline));
      }
      return bus;
    } finally {
      opening.unlock();
    }
  }

  /// Waits for the right to scan and connect on an adapter.
  ///
  /// @param who asks: the path of a battery, else of the adapter
  /// @return empty when the adapter did not become free in time
  Optional<Turn> turn(String adapter, String who, Deadline deadline) throws InterruptedException {
    return turns
        .computeIfAbsent(adapter, _ -> new AdapterTurns(timeouts.turn()))
        .take(who, deadline);
  }

  /// Whoever pairs holds it: bluetoothd asks an agent of this program for the passkey, of which a
  /// program has one at a time.
  ReentrantLock pairing() {
    return pairing;
  }

  /// An adapter as bluetoothd has it.
  private record BluezAdapter(String path, String mac, boolean powered)
      implements AdapterCheck.AdapterState {
    @Override
    public String name() {
      return Bluez.name(path);
    }
  }

  /// `hci0` and so on.
  static String name(String adapter) {
    return adapter.substring(adapter.lastIndexOf('/') + 1);
  }

  /// Paths of the adapters that are on, at least one; the one that the battery's address names,
  /// where it does.
  ///
  /// @param battery that is to be reached; empty for a scan
  List<String> adapters(BluezBus bus, Optional<BleAddress> battery, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    boolean asked = false;
    while (!bus.tree().isComplete()
        || (!asked && known(bus).stream().noneMatch(BluezAdapter::powered))) {
      // A signal may have been lost, or bluetoothd came a moment ago.
      bus.renew(deadline);
      asked = true;
    }
    return check.usable(battery, known(bus)).stream().map(BluezAdapter::path).toList();
  }

  /// All adapters that bluetoothd has, once it has been asked.
  List<? extends AdapterCheck.AdapterState> adapters(Deadline deadline)
      throws BusException, InterruptedException {
    BluezBus bus = bus(deadline);
    bus.renew(answer(deadline));
    return known(bus);
  }

  private static List<BluezAdapter> known(BluezBus bus) {
    return bus.tree().below(ROOT, ObjectTree.ADAPTER).stream()
        .map(path ->
            new BluezAdapter(
                path,
                bus.tree().property(path, "Address", String.class).orElse("no address"),
                bus.tree().is(path, "Powered")))
        .toList();
  }

  /// What this process has at the bus, as far as a connection to it is open.
  Optional<BusUse> busUse(Deadline deadline) throws BusException, InterruptedException {
    @Nullable BluezBus bus;
    opening.lock();
    try {
      bus = current;
    } finally {
      opening.unlock();
    }
    return bus == null || !bus.isOpen() ? Optional.empty() : Optional.of(bus.use(deadline));
  }

  @Override
  public void close() {
    opening.lock();
    try {
      if (current != null) {
        current.close();
        current = null;
      }
    } finally {
      opening.unlock();
    }
  }
}
