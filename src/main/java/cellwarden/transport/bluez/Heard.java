package cellwarden.transport.bluez;

import cellwarden.transport.ble.AddressType;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Uuids;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.freedesktop.dbus.types.Variant;

/// What bluetoothd says about a device that it heard.
final class Heard {

  /// What drivers give that do not know.
  private static final int UNKNOWN = 127;

  private Heard() {}

  /// The last signal strength, dBm.
  static OptionalInt rssi(ObjectTree tree, String device) {
    Optional<Short> rssi = tree.property(device, Device1.INTERFACE, "RSSI", Short.class);
    return rssi.filter(value -> value != UNKNOWN).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /// A device that can be heard now, or that some program holds a link to; empty for one that
  /// bluetoothd only remembers.
  static Optional<Advertisement> of(ObjectTree tree, String device) {
    boolean connected = tree.is(device, Device1.INTERFACE, "Connected");
    boolean heard = tree.property(device, Device1.INTERFACE, "RSSI", Short.class).isPresent();
    Optional<String> mac = tree.property(device, Device1.INTERFACE, "Address", String.class);
    return mac.filter(_ -> connected || heard)
        .map(address ->
            new Advertisement(
                address,
                type(tree, device),
                tree.property(device, Device1.INTERFACE, "Name", String.class),
                rssi(tree, device),
                services(tree, device),
                manufacturerData(tree, device),
                Adapters.name(device.substring(0, device.lastIndexOf('/'))),
                connected));
  }

  private static AddressType type(ObjectTree tree, String device) {
    return tree.property(device, Device1.INTERFACE, "AddressType", String.class)
        .filter("random"::equals)
        .map(_ -> AddressType.RANDOM)
        .orElse(AddressType.PUBLIC);
  }

  /// As it was sent: the company's number, low byte first, and what follows.
  private static String manufacturerData(ObjectTree tree, String device) {
    Map<?, ?> data =
        tree.property(device, Device1.INTERFACE, "ManufacturerData", Map.class).orElse(Map.of());
    for (Map.Entry<?, ?> entry : data.entrySet()) {
      if (entry.getKey() instanceof Number company
          && entry.getValue() instanceof Variant<?> wrapped
          && wrapped.getValue() instanceof byte[] bytes) {
        int number = company.intValue();
        return "%02x%02x".formatted(number & 0xFF, number >> 8) + HexFormat.of().formatHex(bytes);
      }
    }
    return "";
  }

  private static List<String> services(ObjectTree tree, String device) {
    return tree.property(device, Device1.INTERFACE, "UUIDs", List.class)
        .map(uuids ->
            ((List<?>) uuids).stream().map(uuid -> Uuids.shortest(uuid.toString())).toList())
        .orElse(List.of());
  }
}
