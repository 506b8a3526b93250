package cellwarden.transport.kernel;

import cellwarden.transport.ble.AddressType;

/// Whom to connect to.
///
/// @param mac six pairs of upper-case hexadecimal digits joined by colons
record PeerAddress(String mac, AddressType type) {

  /// The number that the kernel has for the type of an LE address.
  static int number(AddressType type) {
    return switch (type) {
      case PUBLIC -> 1;
      case RANDOM -> 2;
    };
  }

  /// `struct mgmt_addr_info`: the address and its type.
  byte[] bytes() {
    byte[] result = new byte[DeviceAddress.SIZE + 1];
    System.arraycopy(DeviceAddress.bytes(mac), 0, result, 0, DeviceAddress.SIZE);
    result[DeviceAddress.SIZE] = (byte) number(type);
    return result;
  }
}
