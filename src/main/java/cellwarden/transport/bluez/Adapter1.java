package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.Map;
import org.freedesktop.dbus.types.Variant;

/// The D-Bus interface of a Bluetooth adapter.
///
/// @param path such as `/org/bluez/hci0`
record Adapter1(Bus bus, String path) {

  static final String INTERFACE = "org.bluez.Adapter1";

  private static final Call.Member SET_FILTER = new Call.Member(INTERFACE, "SetDiscoveryFilter");
  private static final Call.Member START = new Call.Member(INTERFACE, "StartDiscovery");
  private static final Call.Member STOP = new Call.Member(INTERFACE, "StopDiscovery");

  /// The discoveries of this program hear Bluetooth LE only.
  void setDiscoveryFilter(Deadline deadline) throws BusException, InterruptedException {
    Map<String, Variant<?>> filter = Map.of("Transport", new Variant<>("le"));
    bus.call(SET_FILTER, path, "a{sv}", filter).await(deadline);
  }

  Call startDiscovery() throws BusException {
    return bus.call(START, path, "");
  }

  /// Ends the discovery of this program; others' go on.
  Call stopDiscovery() throws BusException {
    return bus.call(STOP, path, "");
  }
}
