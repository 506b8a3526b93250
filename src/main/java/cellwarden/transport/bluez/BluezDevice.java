package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.ble.Uuids;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import cellwarden.transport.bluez.bus.BusCall;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A device as bluetoothd has it.
///
/// @param path such as `/org/bluez/hci0/dev_A4_C1_38_00_11_22`
record BluezDevice(BluezBus bus, String path) {

  private static final Method CONNECT = new Method(ObjectTree.DEVICE, "Connect", "");
  private static final Method PAIR = new Method(ObjectTree.DEVICE, "Pair", "");
  private static final Method CANCEL_PAIRING = new Method(ObjectTree.DEVICE, "CancelPairing", "");
  private static final Method REMOVE = new Method(ObjectTree.ADAPTER, "RemoveDevice", "o");
  private static final Method DISCONNECT = new Method(ObjectTree.DEVICE, "Disconnect", "");

  /// What drivers give as the signal strength that do not know it.
  private static final int UNKNOWN = 127;

  ObjectTree tree() {
    return bus.tree();
  }

  boolean isKnown() {
    return tree().has(path);
  }

  /// As far as signals told.
  boolean isSaidConnected() {
    return tree().is(path, "Connected");
  }

  /// By bluetoothd's own word.
  boolean isConnected(Deadline deadline) throws BusException, InterruptedException {
    refresh(deadline);
    return isSaidConnected();
  }

  /// Whether somebody paired, trusted or blocked it, as far as signals told.
  boolean isOwners() {
    return Stream.of("Paired", "Bonded", "Trusted", "Blocked")
        .anyMatch(property -> tree().is(path, property));
  }

  /// Whether the services are known; as far as signals told.
  boolean isResolved() {
    return tree().is(path, "ServicesResolved");
  }

  void refresh(Deadline deadline) throws BusException, InterruptedException {
    bus.refresh(path, ObjectTree.DEVICE, deadline);
  }

  /// Answered when the link stands or bluetoothd gives up, which takes 40 s.
  BusCall connect() throws BusException {
    return bus.call(path, CONNECT);
  }

  /// Whether bluetoothd keeps a bond, by its own word.
  boolean isPaired(Deadline deadline) throws BusException, InterruptedException {
    refresh(deadline);
    return tree().is(path, "Paired");
  }

  /// Answered when there is a bond, or will not be.
  BusCall pair() throws BusException {
    return bus.call(path, PAIR);
  }

  BusCall cancelPairing() throws BusException {
    return bus.call(path, CANCEL_PAIRING);
  }

  /// Has bluetoothd forget the device, and with it the bond. Its answer comes before it has, and
  /// where a link has just ended, it only means to when the next one ends: so the order is
  /// repeated.
  ///
  /// @param patience with one order
  void forget(Duration patience, Deadline deadline) throws BusException, InterruptedException {
    String adapter = path.substring(0, path.lastIndexOf('/'));
    while (isKnown() && !deadline.isPassed()) {
      bus.call(adapter, REMOVE, BluezBus.objectPath(path)).await(deadline);
      tree().await(() -> !isKnown(), deadline.orIn(patience));
    }
  }

  /// Ends the link, about two seconds later, and then is answered; cancels a connect at once.
  BusCall disconnect() throws BusException {
    return bus.call(path, DISCONNECT);
  }

  /// Whether another program uses a link that this one did not make.
  ///
  /// bluetoothd shares one link among all programs and does not say who they are, but it says for
  /// each characteristic whether anybody listens to it. A link on which nobody listens serves
  /// nobody: what a program left that was killed, or what was connected by hand. One that is in use
  /// is left alone, since two conversations over one serial line garble each other.
  ///
  /// A subscription of this program, whose end bluetoothd may have missed, is dropped for the
  /// answer.
  boolean isListenedTo(Deadline deadline) throws BusException, InterruptedException {
    for (String characteristic : tree().below(path, ObjectTree.CHARACTERISTIC)) {
      Subscription subscription = new Subscription(bus, characteristic);
      if (subscription.isAnybodys(deadline)) {
        subscription.drop(deadline);
        if (subscription.isAnybodys(deadline)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Such as "it has 1800, ff00".
  String services() {
    List<String> uuids =
        tree().below(path, ObjectTree.SERVICE).stream()
            .flatMap(service -> tree().property(service, "UUID", String.class).stream())
            .toList();
    return uuids.isEmpty()
        ? "it has none"
        : "it has " + uuids.stream().map(Uuids::shortest).collect(Collectors.joining(", "));
  }

  /// The last signal strength, dBm.
  OptionalInt rssi() {
    Optional<Short> rssi = tree().property(path, "RSSI", Short.class);
    return rssi.filter(value -> value != UNKNOWN).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /// What is heard of it; empty for a device that bluetoothd only remembers, and that no program
  /// holds a link to.
  Optional<Advertisement> advertisement() {
    boolean heard = tree().property(path, "RSSI", Short.class).isPresent();
    return tree()
        .property(path, "Address", String.class)
        .filter(_ -> heard || isSaidConnected())
        .map(mac ->
            new Advertisement(
                mac,
                tree().property(path, "AddressType", String.class).equals(Optional.of("random"))
                    ? AddressType.RANDOM
                    : AddressType.PUBLIC,
                tree().property(path, "Name", String.class),
                rssi(),
                uuids(),
                manufacturerData(),
                Bluez.name(path.substring(0, path.lastIndexOf('/'))),
                isSaidConnected()));
  }

  private List<String> uuids() {
    return tree().strings(path, "UUIDs").stream().map(Uuids::shortest).toList();
  }

  /// As it was sent: the company's number, low byte first, and what follows.
  private String manufacturerData() {
    Map<?, ?> data = tree().property(path, "ManufacturerData", Map.class).orElse(Map.of());
    for (Map.Entry<?, ?> entry : data.entrySet()) {
      if (entry.getKey() instanceof Number company && entry.getValue() instanceof byte[] bytes) {
        int number = company.intValue();
        return "%02x%02x".formatted(number & 0xFF, number >> 8) + HexFormat.of().formatHex(bytes);
      }
    }
    return "";
  }
}
