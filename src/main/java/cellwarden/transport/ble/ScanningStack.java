package cellwarden.transport.ble;

/// A way to the radio that can also listen to whom it does not know yet.
public interface ScanningStack extends BleStack {

  /// Listens over this stack, for as long as it is open.
  Scanner scanner();
}
