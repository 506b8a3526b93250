package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.Map;

/// One connection to the bus, and what is known over it of bluetoothd's objects.
record Session(Bus bus, ObjectTree tree) {

  private static final Call.Member GET_ALL_OBJECTS =
      new Call.Member("org.freedesktop.DBus.ObjectManager", "GetManagedObjects");

  private static final Call.Member GET_ALL =
      new Call.Member("org.freedesktop.DBus.Properties", "GetAll");

  /// Asks bluetoothd for everything it has.
  void renew(Deadline deadline) throws BusException, InterruptedException {
    long asked = tree.era();
    Object[] answer = bus.call(GET_ALL_OBJECTS, "/", "").await(deadline);
    tree.complete(Signals.objects(answer[0]), asked);
  }

  /// Asks bluetoothd for the properties of one object.
  void refresh(String path, String interfaceName, Deadline deadline)
      throws BusException, InterruptedException {
    Object[] answer = bus.call(GET_ALL, path, "s", interfaceName).await(deadline);
    tree.added(path, Map.of(interfaceName, Signals.plain(answer[0])));
  }

  /// Whether a device is connected, by bluetoothd's own word.
  boolean isConnected(String device, Deadline deadline) throws BusException, InterruptedException {
    refresh(device, Device1.INTERFACE, deadline);
    return tree.is(device, Device1.INTERFACE, "Connected");
  }
}
