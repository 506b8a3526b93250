package cellwarden.transport;

/// Where a battery is. The text form is the same in the configuration file, on the command line and
/// in messages, and [AddressParser] reads it:
///
/// - `ble:A4:C1:38:00:11:22` with the options `adapter=hci1`, `stack=auto|kernel|bluez`,
///   `write_handle=0x15`
/// - `serial:/dev/ttyUSB0` with the options `baud=9600`, `rs485=on|off`
/// - `tcp:192.168.1.7:8899`, `tcp:[::1]:8899`
/// - `sim:`, `sim:4s`, `sim:16s?faults=noisy&seed=7`
///
/// Two addresses are equal when their canonical texts ([#toString()]) are equal.
public sealed interface Address permits BleAddress, SerialAddress, TcpAddress, SimAddress {

  /// The canonical text, from which the parser makes an equal address.
  @Override
  String toString();
}
