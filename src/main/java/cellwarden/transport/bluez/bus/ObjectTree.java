package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The objects of bluetoothd and those of their properties that matter here, as far as its signals
/// and answers told. Each object is of one of four kinds.
///
/// Signals are sometimes lost, so what it says may be old: who depends on a value asks again.
public final class ObjectTree {

  public static final String ADAPTER = "org.bluez.Adapter1";
  public static final String DEVICE = "org.bluez.Device1";
  public static final String SERVICE = "org.bluez.GattService1";
  public static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";

  private static final Set<String> KINDS = Set.of(ADAPTER, DEVICE, SERVICE, CHARACTERISTIC);

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
          "Paired",
          "ServicesResolved",
          "Powered",
          "Discovering",
          "Bonded",
          "Trusted",
          "Blocked",
          "UUID",
          "Flags",
          "Notifying");

  private final TreeMap<String, Node> objects = new TreeMap<>();
  private final Map<String, Watcher> watchers = new HashMap<>();
  private boolean complete;
  private boolean ended;
  private long generation;
  private long version;

  /// @param kind its interface
  private record Node(String kind, Map<String, Object> properties) {}

  /// Hears what happens to one object, in the order in which it happens. Must not wait.
  public interface Watcher {

    /// Some properties have other values.
    ///
    /// @param properties those that changed
    void changed(Map<String, Object> properties);

    /// The object is no more.
    ///
    /// @param why in words, such as "bluetoothd ended"
    void gone(String why);
  }

  /// Grows whenever bluetoothd goes or comes, and with it everything that was known.
  public synchronized long generation() {
    return generation;
  }

  /// Grows with each change.
  public synchronized long version() {
    return version;
  }

  /// Whether it holds all objects there are.
  public synchronized boolean isComplete() {
    return complete;
  }

  /// Takes in everything that bluetoothd has: interfaces and their properties by path.
  ///
  /// @param asked the generation in which the question was put
  /// @return false where that is over: the answer may be a former bluetoothd's, and is not taken
  synchronized boolean complete(Map<String, Map<String, Map<String, Object>>> all, long asked) {
    if (asked != generation) {
      return false;
    }
    objects.keySet().retainAll(all.keySet());
    all.forEach(this::added);
    complete = true;
    changed();
    return true;
  }

  synchronized void added(String path, Map<String, Map<String, Object>> interfaces) {
    interfaces.forEach((kind, properties) -> {
      if (KINDS.contains(kind)) {
        objects.put(path, new Node(kind, kept(properties)));
      }
    });
    changed();
  }

  private static Map<String, Object> kept(Map<String, Object> properties) {
    Map<String, Object> kept = new HashMap<>(properties);
    kept.keySet().retainAll(PROPERTIES);
    return kept;
  }

  /// @param invalidated names of properties that have no value any more
  synchronized void changed(
      String path, String kind, Map<String, Object> properties, List<String> invalidated) {
    if (!KINDS.contains(kind)) {
      return;
    }
    Node node = objects.get(path);
    if (node != null) {
      node.properties().putAll(kept(properties));
      node.properties().keySet().removeAll(invalidated);
      if (Boolean.FALSE.equals(properties.get("Connected"))) {
        node.properties().put("ServicesResolved", false);
      }
    }
    Watcher watcher = watchers.get(path);
    if (watcher != null) {
      watcher.changed(properties);
    }
    changed();
  }

  /// @param interfaces those that the object has no longer
  synchronized void removed(String path, List<String> interfaces) {
    Node node = objects.get(path);
    if (node != null && interfaces.contains(node.kind())) {
      remove(path);
    }
  }

  /// Forgets an object that turned out to be no more.
  public synchronized void remove(String path) {
    Watcher watcher = watchers.get(path);
    if (objects.remove(path) != null && watcher != null) {
      watcher.gone("bluetoothd dropped the device");
    }
    changed();
  }

  /// bluetoothd is not the one that it was.
  synchronized void forget(String why) {
    generation++;
    complete = false;
    objects.clear();
    watchers.values().forEach(watcher -> watcher.gone(why));
    changed();
  }

  /// The connection to the bus has ended: this tree never changes again.
  synchronized void end(String why) {
    ended = true;
    forget(why);
  }

  /// Whether the bus has hung up, which the library's connection says of itself only later.
  synchronized boolean hasEnded() {
    return ended;
  }

  private void changed() {
    version++;
    notifyAll();
  }

  /// Lets a watcher hear of an object from now on.
  ///
  /// @param watcher the only one of this object
  public synchronized void watch(String path, Watcher watcher) {
    watchers.put(path, watcher);
  }

  public synchronized void unwatch(String path, Watcher watcher) {
    watchers.remove(path, watcher);
  }

  public synchronized boolean has(String path) {
    return objects.containsKey(path);
  }

  public synchronized <T> Optional<T> property(String path, String name, Class<T> type) {
    Node node = objects.get(path);
    @Nullable Object value = node == null ? null : node.properties().get(name);
    return Optional.ofNullable(value).filter(type::isInstance).map(type::cast);
  }

  public boolean is(String path, String name) {
    return property(path, name, Boolean.class).orElse(false);
  }

  /// A list of texts; empty if it is not known.
  public List<String> strings(String path, String name) {
    List<?> values = property(path, name, List.class).orElse(List.of());
    return values.stream().map(String::valueOf).toList();
  }

  /// Paths of all objects of a kind below one, in order.
  public synchronized List<String> below(String path, String kind) {
    return objects.subMap(path + '/', path + (char) ('/' + 1)).entrySet().stream()
        .filter(object -> object.getValue().kind().equals(kind))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Waits until something is so.
  ///
  /// @return whether it is, in the end
  public synchronized boolean await(BooleanSupplier condition, Deadline deadline)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (deadline.isPassed()) {
        return false;
      }
      wait(Math.max(1, deadline.leftMillis()));
    }
    return true;
  }
}
