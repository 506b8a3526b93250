package cellwarden.transport.bluez;

/// One connection to the bus, and what is known over it of bluetoothd's objects.
record Session(Bus bus, ObjectTree tree) {

  private static final Call.Member GET_ALL_OBJECTS =
      new Call.Member("org.freedesktop.DBus.ObjectManager", "GetManagedObjects");

  /// Asks bluetoothd for everything it has.
  void renew(Deadline deadline) throws BusException, InterruptedException {
    long asked = tree.era();
    Object[] answer = bus.call(GET_ALL_OBJECTS, "/", "").await(deadline);
    tree.complete(Signals.objects(answer[0]), asked);
  }

  /// Whether a device is connected, by bluetoothd's own word.
  boolean isConnected(String device, Deadline deadline) throws BusException, InterruptedException {
    new Device1(bus, device).refresh(tree, deadline);
    return tree.is(device, Device1.INTERFACE, "Connected");
  }
}
