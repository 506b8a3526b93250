package cellwarden.transport.bluez;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.Variant;

/// A battery as the fake bluetoothd knows it: its objects, its link and its faults.
final class FakeBattery {

  private static final String DEVICE = "org.bluez.Device1";
  private static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
  private static final String BASE = "-0000-1000-8000-00805f9b34fb";
  private static final int SLICE = 20;

  private final FakeBluez bluez;
  private final String mac;
  private final String path;
  private final Set<FakeFault> faults = EnumSet.noneOf(FakeFault.class);
  private final List<MethodCall> waiting = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Set<String> listeners = new LinkedHashSet<>();
  private final Map<String, Map<String, Map<String, Variant<?>>>> gatt = new LinkedHashMap<>();
  private Function<String, Reply> answers = Answers::to;
  private boolean onAir = true;
  private int ownPasskey = -1;
  private short strength = -60;

  FakeBattery(FakeBluez bluez, String adapter, String mac) {
    this.bluez = bluez;
    this.mac = mac;
    this.path = adapter + "/dev_" + mac.replace(':', '_');
    service("0000ff00" + BASE);
    characteristic("char000b", "0000ff01" + BASE, "notify");
    characteristic("char000f", "0000ff02" + BASE, "write", "write-without-response");
  }

  String path() {
    return path;
  }

  /// Whether it advertises.
  synchronized void onAir(boolean now) {
    onAir = now;
  }

  synchronized boolean isOnAir() {
    return onAir;
  }

  synchronized void with(FakeFault... some) {
    faults.addAll(List.of(some));
  }

  synchronized void without(FakeFault fault) {
    faults.remove(fault);
  }

  synchronized void answering(Function<String, Reply> other) {
    answers = other;
  }

  /// Methods that were called on it, in order.
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized void forgetCalls() {
    calls.clear();
  }

  /// Waits until a method is called on it.
  synchronized void awaitCall(String method) throws InterruptedException {
    while (!calls.contains(method)) {
      wait();
    }
  }

  /// @param dbm 127 stands for unknown
  synchronized void strength(int dbm) {
    strength = (short) dbm;
  }

  /// Other services than a JBD's.
  synchronized void withoutLayout() {
    gatt.clear();
    service("0000180a" + BASE);
  }

  /// UUIDs of nobody's, and requests with an acknowledgement.
  synchronized void withOddUuids() {
    gatt.clear();
    service("0000abcd" + BASE);
    characteristic("char000b", "0000abce" + BASE, "notify");
    characteristic("char0014", "0000abcf" + BASE, "write");
  }

  private void service(String uuid) {
    gatt.put("service000a", Map.of("org.bluez.GattService1", Map.of("UUID", new Variant<>(uuid))));
  }

  private void characteristic(String name, String uuid, String... flags) {
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    properties.put("UUID", new Variant<>(uuid));
    properties.put("Flags", new Variant<>(List.of(flags), "as"));
    properties.put("Notifying", new Variant<>(false));
    gatt.put("service000a/" + name, Map.of(CHARACTERISTIC, properties));
  }

  /// bluetoothd hears it.
  synchronized void heard() {
    if (!bluez.has(path)) {
      bluez.add(path, DEVICE, properties(), true);
    } else if (!isConnected()) {
      bluez.set(path, DEVICE, Map.of("RSSI", new Variant<>(strength)));
    }
  }

  /// bluetoothd remembers it from earlier.
  synchronized void remembered() {
    Map<String, Variant<?>> properties = properties();
    properties.remove("RSSI");
    bluez.add(path, DEVICE, properties, true);
  }

  private Map<String, Variant<?>> properties() {
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    properties.put("Address", new Variant<>(mac));
    properties.put("AddressType", new Variant<>("public"));
    properties.put("Name", new Variant<>("JBD-" + mac.substring(mac.length() - 2)));
    properties.put("UUIDs", new Variant<>(List.of("0000ff00" + BASE), "as"));
    properties.put("RSSI", new Variant<>(strength));
    properties.put("Connected", new Variant<>(false));
    properties.put("Paired", new Variant<>(false));
    properties.put("ServicesResolved", new Variant<>(false));
    return properties;
  }

  synchronized void call(MethodCall call) {
    calls.add(call.getName());
    notifyAll();
    switch (call.getName()) {
      case "Connect" -> connect(call);
      case "Pair" -> pair(call);
      case "CancelPairing" -> bluez.done(call);
      case "Disconnect" -> disconnect(call);
      case "StartNotify" -> startNotify(call);
      case "StopNotify" -> stopNotify(call);
      case "WriteValue" -> write(call);
      default -> bluez.refuse(call, "org.freedesktop.DBus.Error.UnknownMethod", call.getName());
    }
  }

  private void connect(MethodCall call) {
    if (faults.contains(FakeFault.CONNECT_HANGS)) {
      waiting.add(call);
    } else if (faults.contains(FakeFault.CONNECT_FAILS)) {
      bluez.refuse(call, "org.bluez.Error.Failed", "le-connection-abort-by-local");
    } else if (faults.remove(FakeFault.CONNECT_UNKNOWN)) {
      bluez.forgetSilently(path);
      bluez.refuse(call, "org.freedesktop.DBus.Error.UnknownObject", "no such object");
    } else if (faults.remove(FakeFault.CONNECT_ALREADY)) {
      bluez.refuse(call, "org.bluez.Error.Failed", "Operation already in progress");
    } else if (faults.contains(FakeFault.CONNECT_IN_PROGRESS)) {
      bluez.refuse(call, "org.bluez.Error.InProgress", "In Progress");
    } else {
      linkUp();
      bluez.done(call);
      resolve();
    }
  }

  /// Pairs by this passkey; without one it pairs with nobody.
  synchronized void pairingBy(int passkey) {
    ownPasskey = passkey;
  }

  private void pair(MethodCall call) {
    linkUp();
    if (faults.contains(FakeFault.PAIRING_HANGS)) {
      return;
    }
    if (ownPasskey < 0) {
      refusePairing(call);
    } else {
      bluez.askPasskey(path, passkey -> paired(call, passkey));
    }
  }

  private synchronized void paired(MethodCall call, long passkey) {
    if (passkey == ownPasskey) {
      bluez.set(path, DEVICE, Map.of("Paired", new Variant<>(true)));
      bluez.done(call);
    } else {
      refusePairing(call);
    }
  }

  private void refusePairing(MethodCall call) {
    drop();
    bluez.refuse(call, "org.bluez.Error.AuthenticationFailed", "Authentication Failed");
  }

  /// Somebody else's connect.
  synchronized void connectedByOthers() {
    heard();
    linkUp();
    resolve();
  }

  /// Somebody else subscribes or leaves.
  synchronized void listenedTo(boolean now) {
    bluez.set(path + "/service000a/char000b", CHARACTERISTIC, notifyingIs(now));
  }

  private void linkUp() {
    Map<String, Variant<?>> up = Map.of("Connected", new Variant<>(true));
    bluez.put(path, DEVICE, up, !faults.contains(FakeFault.SIGNALS_LOST));
  }

  private void resolve() {
    if (faults.contains(FakeFault.DROPS_WHILE_RESOLVING)) {
      drop();
    } else if (isConnected() && !faults.contains(FakeFault.NEVER_RESOLVES)) {
      boolean told = !faults.contains(FakeFault.OBJECTS_LOST);
      gatt.forEach((name, interfaces) ->
          interfaces.forEach((type, properties) -> {
            if (!bluez.has(path + "/" + name)) {
              bluez.add(path + "/" + name, type, properties, told);
            }
          }));
      Map<String, Variant<?>> resolved = Map.of("ServicesResolved", new Variant<>(true));
      bluez.put(path, DEVICE, resolved, !faults.contains(FakeFault.SIGNALS_LOST));
    }
  }

  private void disconnect(MethodCall call) {
    waiting.forEach(
        pending -> bluez.refuse(pending, "org.bluez.Error.Failed", "br-connection-canceled"));
    waiting.clear();
    if (!isConnected()) {
      bluez.refuse(call, "org.bluez.Error.NotConnected", "Not Connected");
    } else if (faults.contains(FakeFault.SLOW_DISCONNECT)) {
      waiting.add(call);
    } else {
      drop();
      bluez.done(call);
    }
  }

  /// Ends the link that a slow Disconnect was about.
  synchronized void finishDisconnect() {
    drop();
    waiting.forEach(bluez::done);
    waiting.clear();
  }

  /// The link ends.
  synchronized void drop() {
    Map<String, Variant<?>> down =
        Map.of("Connected", new Variant<>(false), "ServicesResolved", new Variant<>(false));
    bluez.put(path, DEVICE, down, !faults.contains(FakeFault.DROPS_SILENTLY));
  }

  synchronized boolean isConnected() {
    return bluez.isTrue(path, DEVICE, "Connected");
  }

  private void startNotify(MethodCall call) {
    if (faults.contains(FakeFault.WANTS_PAIRING)) {
      bluez.refuse(call, "org.bluez.Error.NotPermitted", "Not paired");
    } else {
      listeners.add(call.getSource());
      notifying(call);
      if (!faults.contains(FakeFault.NOTIFY_HANGS)) {
        bluez.done(call);
      }
    }
  }

  /// Works with and without a link.
  private void stopNotify(MethodCall call) {
    if (listeners.remove(call.getSource())) {
      notifying(call);
      bluez.done(call);
    } else {
      bluez.refuse(call, "org.bluez.Error.Failed", "No notify session started");
    }
  }

  private void notifying(MethodCall call) {
    boolean others = faults.contains(FakeFault.LISTENED_TO_BY_OTHERS);
    bluez.set(call.getPath(), CHARACTERISTIC, notifyingIs(!listeners.isEmpty() || others));
  }

  /// How many connections to the bus are subscribed: kept when the link ends, as bluetoothd does.
  synchronized int listeners() {
    return listeners.size();
  }

  private static Map<String, Variant<?>> notifyingIs(boolean now) {
    return Map.of("Notifying", new Variant<>(now));
  }

  private void write(MethodCall call) {
    if (!isConnected()) {
      bluez.refuse(call, "org.bluez.Error.Failed", "Not connected");
    } else if (faults.contains(FakeFault.WRITE_WANTS_PAIRING)) {
      bluez.refuse(call, "org.bluez.Error.Failed", "ATT error: 0x05");
    } else {
      bluez.done(call);
      String request = HexFormat.of().formatHex(FakeBluez.bytes(call));
      answers.apply(request).arrivals().forEach(this::arrive);
    }
  }

  private void arrive(Reply.Arrival arrival) {
    arrival.fragment().ifPresentOrElse(fragment -> notifySlices(fragment.toBytes()), this::drop);
  }

  private void notifySlices(byte[] bytes) {
    for (int from = 0; from < bytes.length; from += SLICE) {
      byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SLICE));
      bluez.announce(
          path + "/service000a/char000b", CHARACTERISTIC, Map.of("Value", new Variant<>(slice)));
    }
  }
}
