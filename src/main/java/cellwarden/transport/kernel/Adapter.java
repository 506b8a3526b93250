package cellwarden.transport.kernel;

/// A Bluetooth adapter of this machine.
///
/// @param number the 0 of `hci0`
/// @param mac six pairs of upper-case hexadecimal digits joined by colons
record Adapter(int number, String mac, boolean powered) {

  String name() {
    return "hci" + number;
  }
}
