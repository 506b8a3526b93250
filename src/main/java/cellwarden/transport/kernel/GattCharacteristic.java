package cellwarden.transport.kernel;

/// A characteristic as its declaration says.
///
/// @param declaration handle of the declaration, which ends the characteristic before
/// @param properties bits of Bluetooth Core 5.4, Vol 3, Part G, 3.3.1.1
/// @param value handle of the value
/// @param uuid as [Uuids] writes it
record GattCharacteristic(int declaration, int properties, int value, String uuid) {

  private static final int WRITE_WITHOUT_RESPONSE = 0x04;
  private static final int WRITE = 0x08;
  private static final int NOTIFY = 0x10;
  private static final int INDICATE = 0x20;

  boolean notifies() {
    return (properties & (NOTIFY | INDICATE)) != 0;
  }

  boolean onlyIndicates() {
    return (properties & (NOTIFY | INDICATE)) == INDICATE;
  }

  boolean confirmsWrites() {
    return (properties & (WRITE | WRITE_WITHOUT_RESPONSE)) == WRITE;
  }
}
