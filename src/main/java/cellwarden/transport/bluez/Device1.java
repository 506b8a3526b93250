package cellwarden.transport.bluez;

/// The D-Bus interface of a device near an adapter.
///
/// @param path such as `/org/bluez/hci0/dev_A4_C1_38_00_11_22`
record Device1(Bus bus, String path) {

  static final String INTERFACE = "org.bluez.Device1";

  private static final Call.Member CONNECT = new Call.Member(INTERFACE, "Connect");
  private static final Call.Member DISCONNECT = new Call.Member(INTERFACE, "Disconnect");

  /// Answered when the link stands or bluetoothd gives up, which takes 40 s.
  Call connect() throws BusException {
    return bus.call(CONNECT, path, "");
  }

  /// Ends the link, about two seconds later, and then is answered; cancels a connect at once.
  Call disconnect() throws BusException {
    return bus.call(DISCONNECT, path, "");
  }
}
