package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The objects of bluetoothd and those of their properties that matter here, as far as its signals
/// and answers told.
///
/// Signals are sometimes lost, so what it says may be old: who depends on a value asks again.
final class ObjectTree {

  private static final Set<String> INTERFACES =
      Set.of(
          Adapter1.INTERFACE,
          Device1.INTERFACE,
          GattCharacteristic1.SERVICE_INTERFACE,
          GattCharacteristic1.INTERFACE);

  /// Others are dropped, since a busy neighbourhood has much to tell.
  private static final Set<String> PROPERTIES =
      Set.of(
          "Address",
          "AddressType",
          "Name",
          "RSSI",
          "UUIDs",
          "ManufacturerData",
          "Connected",
          "ServicesResolved",
          "Powered",
          "UUID",
          "Flags",
          "Notifying");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<String, Map<String, Map<String, Object>>> objects = new HashMap<>();
  private final Map<String, Watcher> watchers = new HashMap<>();
  private boolean complete;
  private long era;
  private boolean hungUp;
  private long version;

  /// Grows whenever bluetoothd goes or comes, and with it everything that was known.
  long era() {
    return locked(() -> era);
  }

  /// Grows with each change.
  long version() {
    return locked(() -> version);
  }

  /// Whether it holds all objects there are.
  boolean isComplete() {
    return locked(() -> complete);
  }

  /// Takes in everything that bluetoothd has.
  ///
  /// @param asked the era in which the question was put: an answer of a former bluetoothd is not
  ///   taken
  void complete(Map<String, Map<String, Map<String, Object>>> all, long asked) {
    change(() -> {
      if (asked == era) {
        objects.keySet().retainAll(all.keySet());
        all.forEach(this::add);
        complete = true;
      }
    });
  }

  void added(String path, Map<String, Map<String, Object>> interfaces) {
    change(() -> add(path, interfaces));
  }

  private void add(String path, Map<String, Map<String, Object>> interfaces) {
    interfaces.forEach((name, properties) -> {
      if (INTERFACES.contains(name)) {
        objects.computeIfAbsent(path, _ -> new HashMap<>()).put(name, kept(properties));
      }
    });
  }

  private static Map<String, Object> kept(Map<String, Object> properties) {
    Map<String, Object> kept = new HashMap<>(properties);
    kept.keySet().retainAll(PROPERTIES);
    return kept;
  }

  /// @param invalidated names of properties that have no value any more
  void changed(
      String path, String interfaceName, Map<String, Object> properties, List<String> invalidated) {
    if (!INTERFACES.contains(interfaceName)) {
      return;
    }
    change(() -> {
      Map<String, Object> known = objects.getOrDefault(path, Map.of()).get(interfaceName);
      if (known != null) {
        known.putAll(kept(properties));
        known.keySet().removeAll(invalidated);
        if (Boolean.FALSE.equals(properties.get("Connected"))) {
          known.put("ServicesResolved", false);
        }
      }
      Watcher watcher = watchers.get(path);
      if (watcher != null) {
        watcher.changed(properties);
      }
    });
  }

  void removed(String path, List<String> interfaces) {
    change(() -> {
      Map<String, Map<String, Object>> known = objects.get(path);
      if (known != null && known.keySet().removeAll(interfaces) && known.isEmpty()) {
        objects.remove(path);
        Watcher watcher = watchers.get(path);
        if (watcher != null) {
          watcher.gone("bluetoothd dropped the device");
        }
      }
    });
  }

  /// The connection to the bus has ended: this tree never changes again.
  void end(String why) {
    locked(() -> hungUp = true);
    forget(why);
  }

  /// Whether the bus has hung up, which the library's connection says of itself only later.
  boolean hasEnded() {
    return locked(() -> hungUp);
  }

  /// bluetoothd or the bus is not the one that it was.
  void forget(String why) {
    change(() -> {
      era++;
      complete = false;
      objects.clear();
      watchers.values().forEach(watcher -> watcher.gone(why));
    });
  }

  /// @param watcher the only one of this object
  void watch(String path, Watcher watcher) {
    change(() -> watchers.put(path, watcher));
  }

  void unwatch(String path, Watcher watcher) {
    change(() -> watchers.remove(path, watcher));
  }

  boolean has(String path, String interfaceName) {
    return locked(() -> objects.getOrDefault(path, Map.of()).containsKey(interfaceName));
  }

  <T> Optional<T> property(String path, String interfaceName, String name, Class<T> type) {
    return locked(() -> {
      Map<String, Object> known =
          objects.getOrDefault(path, Map.of()).getOrDefault(interfaceName, Map.of());
      return Optional.ofNullable(known.get(name)).filter(type::isInstance).map(type::cast);
    });
  }

  boolean is(String path, String interfaceName, String name) {
    return property(path, interfaceName, name, Boolean.class).orElse(false);
  }

  /// Paths of all objects below one that have this interface, in order.
  List<String> below(String path, String interfaceName) {
    return locked(() ->
        objects.entrySet().stream()
            .filter(object -> object.getKey().startsWith(path + "/"))
            .filter(object -> object.getValue().containsKey(interfaceName))
            .map(Map.Entry::getKey)
            .sorted()
            .toList());
  }

  /// Waits until something is so.
  ///
  /// @return whether it is, in the end
  boolean await(BooleanSupplier condition, Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        if (deadline.isPassed()) {
          return false;
        }
        change.await(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      version++;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
