package cellwarden.transport.bluez;

import java.util.HashMap;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesAdded;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesRemoved;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;

/// Hands what bluetoothd tells over the bus to the tree of its objects, one signal after the other.
///
/// Beware of the library's names: the signal source of an added or removed interface is the object,
/// its object path is that of the object manager.
final class Signals {

  private Signals() {}

  static void feed(DirectConnection connection, ObjectTree tree) throws BusException {
    try {
      connection.addSigHandler(
          PropertiesChanged.class,
          signal ->
              tree.changed(
                  signal.getPath(),
                  signal.getInterfaceName(),
                  plain(signal.getPropertiesChanged()),
                  signal.getPropertiesRemoved()));
      connection.addSigHandler(
          InterfacesAdded.class,
          signal ->
              tree.added(signal.getSignalSource().getPath(), interfaces(signal.getInterfaces())));
      connection.addSigHandler(
          InterfacesRemoved.class,
          signal -> tree.removed(signal.getSignalSource().getPath(), signal.getInterfaces()));
      connection.addSigHandler(
          NameOwnerChanged.class,
          signal -> {
            if (signal.name.equals(Bus.BLUEZ)) {
              tree.forget("bluetoothd ended");
            }
          });
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The answer of GetManagedObjects.
  static Map<String, Map<String, Map<String, Object>>> objects(Object answer) {
    Map<String, Map<String, Map<String, Object>>> objects = new HashMap<>();
    ((Map<?, ?>) answer)
        .forEach((path, interfaces) -> objects.put(path.toString(), interfaces(interfaces)));
    return objects;
  }

  private static Map<String, Map<String, Object>> interfaces(Object interfaces) {
    Map<String, Map<String, Object>> plain = new HashMap<>();
    ((Map<?, ?>) interfaces)
        .forEach((name, properties) -> plain.put(name.toString(), plain(properties)));
    return plain;
  }

  /// Property values without their D-Bus wrapping.
  static Map<String, Object> plain(Object properties) {
    Map<String, Object> plain = new HashMap<>();
    ((Map<?, ?>) properties)
        .forEach((name, value) -> plain.put(name.toString(), ((Variant<?>) value).getValue()));
    return plain;
  }
}
