package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.bluez.AdapterTurns.Turn;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One search through bluetoothd: short scans, between which batteries get the adapters.
final class BluezScan {

  private static final Comparator<Advertisement> STRONGEST_FIRST =
      Comparator.comparingInt(BluezScan::strength).reversed();

  private final Bluez bluez;
  private final Consumer<Advertisement> listener;

  /// By MAC address, each with its strongest signal.
  private final Map<String, Advertisement> devices = new LinkedHashMap<>();

  /// @param listener gets each device when it is first heard and again when more is known of it
  BluezScan(Bluez bluez, Consumer<Advertisement> listener) {
    this.bluez = bluez;
    this.listener = listener;
  }

  /// What was heard, strongest first.
  List<Advertisement> run(Deadline deadline)
      throws TransportException, BusException, InterruptedException {
    do {
      BluezBus bus = bluez.bus(Deadline.in(bluez.timeouts().answer()));
      Deadline answer = Deadline.in(bluez.timeouts().answer());
      List<String> adapters = bluez.adapters(bus, Optional.empty(), answer);
      listen(bus, adapters, deadline.orIn(bluez.timeouts().turn()));
    } while (!deadline.isPassed());
    return devices.values().stream().sorted(STRONGEST_FIRST).toList();
  }

  /// One short scan on all adapters. They are always taken in the same order, so that two scans
  /// cannot wait for each other. One that a battery keeps busy, or that is gone, is left out.
  private void listen(BluezBus bus, List<String> adapters, Deadline deadline)
      throws BusException, InterruptedException {
    Deque<Runnable> ends = new ArrayDeque<>();
    try {
      for (String adapter : adapters) {
        Optional<Turn> turn = bluez.turn(adapter, adapter, deadline);
        if (turn.isPresent()) {
          ends.push(turn.get()::close);
          discovery(bus, adapter).ifPresent(started -> ends.push(started::close));
        }
      }
      hear(bus, adapters, deadline);
    } finally {
      ends.forEach(Runnable::run);
    }
  }

  private Optional<Discovery> discovery(BluezBus bus, String adapter)
      throws BusException, InterruptedException {
    Deadline answer = Deadline.in(bluez.timeouts().answer());
    try {
      return Optional.of(Discovery.start(bus, adapter, answer, bluez.timeouts().answer()));
    } catch (BusException e) {
      if (!BluezTroubles.isGone(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Takes in what bluetoothd hears until the deadline, or until bluetoothd ends.
  private void hear(BluezBus bus, List<String> adapters, Deadline deadline)
      throws InterruptedException {
    ObjectTree tree = bus.tree();
    long generation = tree.generation();
    boolean news = true;
    while (news && tree.generation() == generation) {
      long version = tree.version();
      for (String adapter : adapters) {
        for (String device : tree.below(adapter, ObjectTree.DEVICE)) {
          new BluezDevice(bus, device).advertisement().ifPresent(this::take);
        }
      }
      news = tree.await(() -> tree.version() != version, deadline);
    }
  }

  /// The name and the services often come after the first signal.
  private void take(Advertisement advertisement) {
    Advertisement before = devices.getOrDefault(advertisement.mac(), advertisement);
    Advertisement now =
        strength(before) > strength(advertisement)
            ? advertisement.withSignalOf(before)
            : advertisement;
    if (!now.equals(devices.put(now.mac(), now))) {
      listener.accept(now);
    }
  }

  private static int strength(Advertisement advertisement) {
    return advertisement.rssi().orElse(Integer.MIN_VALUE);
  }
}
