package cellwarden.transport.ble;

/// What kind of address a device advertises with; a connect needs the right one.
public enum AddressType {
  /// Assigned by the IEEE, the usual case for JBD modules.
  PUBLIC,
  /// Chosen by the device.
  RANDOM
}
