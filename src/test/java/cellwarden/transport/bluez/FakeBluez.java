package cellwarden.transport.bluez;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.MethodReturn;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/// A bluetoothd with batteries around it, on a bus of the test's own.
final class FakeBluez implements AutoCloseable {

  private static final String NAME = "org.bluez";
  private static final String ADAPTER = "org.bluez.Adapter1";
  private static final String DEVICE = "org.bluez.Device1";
  private static final String HCI = "/org/bluez/";

  private final String busAddress;
  private final Map<String, Map<String, Map<String, Variant<?>>>> objects =
      new ConcurrentSkipListMap<>();
  private final Map<String, FakeBattery> batteries = new ConcurrentHashMap<>();
  private volatile @Nullable FakePeer peer;
  private volatile @Nullable Agent agent;
  private final AtomicInteger removals = new AtomicInteger();
  private final List<String> sets = new CopyOnWriteArrayList<>();
  private volatile @Nullable String refusal;
  private final AtomicInteger scans = new AtomicInteger();
  private final AtomicInteger discoveries = new AtomicInteger();

  private FakeBluez(String busAddress) {
    this.busAddress = busAddress;
  }

  /// With one adapter, hci0, that is on.
  static FakeBluez start(PrivateBus bus) throws Exception {
    FakeBluez bluez = new FakeBluez(bus.address());
    bluez.adapter("hci0", true);
    bluez.comeBack();
    return bluez;
  }

  /// Dies: its name goes, and what was asked stays without an answer.
  void vanish() {
    FakePeer gone = peer;
    peer = null;
    if (gone != null) {
      gone.close();
    }
  }

  /// Starts again, knowing its adapters only.
  void comeBack() throws Exception {
    objects.keySet().removeIf(path -> path.contains("/dev_"));
    objects.keySet().removeIf(path -> path.contains("/service"));
    peer = FakePeer.connect(busAddress, NAME, this::call);
  }

  void adapter(String name, boolean powered) {
    Map<String, Variant<?>> properties =
        Map.of(
            "Address",
            new Variant<>("00:1A:7D:DA:71:1" + name.charAt(name.length() - 1)),
            "Powered",
            new Variant<>(powered),
            "Discovering",
            new Variant<>(false));
    if (has(HCI + name)) {
      set(HCI + name, ADAPTER, properties);
    } else {
      add(HCI + name, ADAPTER, properties, true);
    }
  }

  void withoutAdapters() {
    List.copyOf(objects.keySet()).forEach(this::remove);
  }

  FakeBattery battery(String mac) {
    FakeBattery battery = new FakeBattery(this, HCI + "hci0", mac);
    batteries.put(battery.path(), battery);
    return battery;
  }

  /// Who tells passkeys.
  private record Agent(String owner, String path) {}

  /// The order to forget an agent has no answer that anybody waits for.
  synchronized void awaitNoAgent() throws InterruptedException {
    while (agent != null) {
      wait();
    }
  }

  private synchronized void agentIs(@Nullable Agent now) {
    agent = now;
    notifyAll();
  }

  /// How many devices it was told to forget.
  int removals() {
    return removals.get();
  }

  /// Asks the agent for a passkey.
  ///
  /// @param answer takes it, -1 where the agent gives none
  void askPasskey(String device, LongConsumer answer) {
    Agent asked = agent;
    FakePeer now = peer;
    if (asked == null || now == null) {
      answer.accept(-1);
      return;
    }
    now.call(
        asked.owner(),
        asked.path(),
        "org.bluez.Agent1",
        "RequestPasskey",
        "o",
        new DBusPath(device),
        message ->
            answer.accept(
                message instanceof MethodReturn
                    ? ((Number) parameters(message)[0]).longValue()
                    : -1));
  }

  /// How many discoveries were started since the last was stopped.
  int discoveries() {
    return discoveries.get();
  }

  /// How many discoveries were started.
  int scans() {
    return scans.get();
  }

  private void call(MethodCall call) {
    String path = String.valueOf(call.getPath());
    switch (call.getName()) {
      case "GetManagedObjects" -> answer(call, "a{oa{sa{sv}}}", objects);
      case "GetAll" -> getAll(call);
      case "SetDiscoveryFilter" -> setDiscoveryFilter(call);
      case "StartDiscovery" -> startDiscovery(call);
      case "StopDiscovery" -> stopDiscovery(call);
      case "Set" -> setProperty(call);
      case "RegisterAgent" -> {
        agentIs(new Agent(call.getSource(), parameters(call)[0].toString()));
        done(call);
      }
      case "UnregisterAgent" -> {
        agentIs(null);
        done(call);
      }
      case "RemoveDevice" -> {
        String device = parameters(call)[0].toString();
        removals.incrementAndGet();
        forgetSilently(device + "/");
        remove(device);
        done(call);
      }
      default -> {
        FakeBattery battery = batteries.get(path.replaceFirst("/service.*", ""));
        if (battery == null || !has(path)) {
          refuse(call, "org.freedesktop.DBus.Error.UnknownObject", path);
        } else {
          battery.call(call);
        }
      }
    }
  }

  /// bluetoothd still knows the path of an adapter that is gone while it has devices below it.
  private void setDiscoveryFilter(MethodCall call) {
    if (has(call.getPath())) {
      done(call);
    } else {
      refuse(call, "org.freedesktop.DBus.Error.UnknownMethod", "there is no such method");
    }
  }

  private void setProperty(MethodCall call) {
    Object[] wish = parameters(call);
    if (refusal != null) {
      refuse(call, refusal, "Rejected send message");
      return;
    }
    sets.add(path(call) + " " + wish[1] + "=" + ((Variant<?>) wish[2]).getValue());
    set(path(call), wish[0].toString(), Map.of(wish[1].toString(), (Variant<?>) wish[2]));
    done(call);
  }

  private static String path(MethodCall call) {
    return String.valueOf(call.getPath());
  }

  /// What was set of any object, in order.
  List<String> sets() {
    return List.copyOf(sets);
  }

  /// Nothing may be set from now on.
  void refusesToSet(String error) {
    refusal = error;
  }

  private void getAll(MethodCall call) {
    Map<String, Variant<?>> properties =
        objects.getOrDefault(call.getPath(), Map.of()).get(parameters(call)[0].toString());
    if (properties == null) {
      refuse(call, "org.freedesktop.DBus.Error.UnknownObject", call.getPath());
    } else {
      answer(call, "a{sv}", properties);
    }
  }

  private void startDiscovery(MethodCall call) {
    if (!isTrue(call.getPath(), ADAPTER, "Powered")) {
      refuse(call, "org.bluez.Error.NotReady", "Resource Not Ready");
      return;
    }
    scans.incrementAndGet();
    discoveries.incrementAndGet();
    done(call);
    batteries.values().stream()
        .filter(FakeBattery::isOnAir)
        .filter(battery -> battery.path().startsWith(call.getPath() + "/"))
        .forEach(FakeBattery::heard);
  }

  private void stopDiscovery(MethodCall call) {
    discoveries.set(0);
    done(call);
    objects.forEach((path, interfaces) -> {
      Map<String, Variant<?>> device = interfaces.get(DEVICE);
      if (device != null && device.remove("RSSI") != null) {
        signalChange(path, DEVICE, Map.of(), List.of("RSSI"));
      }
    });
  }

  boolean has(String path) {
    return objects.containsKey(path);
  }

  void add(
      String path, String interfaceName, Map<String, Variant<?>> properties, boolean announced) {
    Map<String, Variant<?>> own = new ConcurrentHashMap<>(properties);
    objects.put(path, Map.of(interfaceName, own));
    if (announced) {
      signal(
          "/",
          "org.freedesktop.DBus.ObjectManager",
          "InterfacesAdded",
          "oa{sa{sv}}",
          path,
          Map.of(interfaceName, own));
    }
  }

  void remove(String path) {
    Map<String, ?> interfaces = objects.remove(path);
    if (interfaces != null) {
      signal(
          "/",
          "org.freedesktop.DBus.ObjectManager",
          "InterfacesRemoved",
          "oas",
          path,
          List.copyOf(interfaces.keySet()));
    }
  }

  void forgetSilently(String path) {
    objects.keySet().removeIf(other -> other.startsWith(path));
  }

  void set(String path, String interfaceName, Map<String, Variant<?>> properties) {
    put(path, interfaceName, properties, true);
  }

  void put(
      String path, String interfaceName, Map<String, Variant<?>> properties, boolean announced) {
    Map<String, Variant<?>> known = objects.getOrDefault(path, Map.of()).get(interfaceName);
    if (known != null) {
      known.putAll(properties);
    }
    if (announced) {
      announce(path, interfaceName, properties);
    }
  }

  /// Tells of a change without keeping it.
  void announce(String path, String interfaceName, Map<String, Variant<?>> properties) {
    signalChange(path, interfaceName, properties, List.of());
  }

  private void signalChange(
      String path,
      String interfaceName,
      Map<String, Variant<?>> properties,
      Collection<String> invalidated) {
    signal(
        path,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        "sa{sv}as",
        interfaceName,
        new LinkedHashMap<>(properties),
        invalidated);
  }

  boolean isTrue(String path, String interfaceName, String property) {
    Map<String, Variant<?>> known =
        objects.getOrDefault(path, Map.of()).getOrDefault(interfaceName, Map.of());
    Variant<?> value = known.get(property);
    return value != null && Boolean.TRUE.equals(value.getValue());
  }

  void done(MethodCall call) {
    FakePeer now = peer;
    if (now != null) {
      now.done(call);
    }
  }

  private void answer(MethodCall call, String signature, Object value) {
    FakePeer now = peer;
    if (now != null) {
      now.answer(call, signature, value);
    }
  }

  void refuse(MethodCall call, String error, String words) {
    FakePeer now = peer;
    if (now != null) {
      now.refuse(call, error, words);
    }
  }

  private void signal(
      String path, String interfaceName, String member, String signature, Object... values) {
    FakePeer now = peer;
    if (now != null) {
      now.signal(path, interfaceName, member, signature, values);
    }
  }

  /// The bytes of a write.
  static byte[] bytes(MethodCall call) {
    List<?> list = (List<?>) parameters(call)[0];
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (Byte) list.get(i);
    }
    return bytes;
  }

  private static Object[] parameters(Message call) {
    try {
      return call.getParameters();
    } catch (DBusException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() throws UncheckedIOException {
    vanish();
  }
}
