package cellwarden.transport.bluez;

import java.util.List;
import java.util.Map;

/// The D-Bus interface of a device near an adapter.
///
/// @param path such as `/org/bluez/hci0/dev_A4_C1_38_00_11_22`
record Device1(Bus bus, String path) {

  static final String INTERFACE = "org.bluez.Device1";

  private static final Call.Member CONNECT = new Call.Member(INTERFACE, "Connect");
  private static final Call.Member DISCONNECT = new Call.Member(INTERFACE, "Disconnect");
  private static final Call.Member GET_ALL =
      new Call.Member("org.freedesktop.DBus.Properties", "GetAll");

  /// Answered when the link stands or bluetoothd gives up, which takes 40 s.
  Call connect() throws BusException {
    return bus.call(CONNECT, path, "");
  }

  /// Ends the link, about two seconds later, and then is answered; cancels a connect at once.
  Call disconnect() throws BusException {
    return bus.call(DISCONNECT, path, "");
  }

  /// Brings the tree up to date about this device.
  void refresh(ObjectTree tree, Deadline deadline) throws BusException, InterruptedException {
    Object[] answer = bus.call(GET_ALL, path, "s", INTERFACE).await(deadline);
    tree.added(path, Map.of(INTERFACE, Signals.plain(List.of(answer).getFirst())));
  }
}
