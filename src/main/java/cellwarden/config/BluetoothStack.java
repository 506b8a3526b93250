package cellwarden.config;

import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
import java.util.Locale;
import java.util.Optional;

/// Which way to the Bluetooth adapter a battery is read over.
public enum BluetoothStack {
  /// The kernel's sockets where they work, else BlueZ.
  AUTO,
  /// The kernel's sockets.
  KERNEL,
  /// The Bluetooth daemon, over D-Bus.
  BLUEZ;

  /// What the address says; where it says nothing, the program chooses.
  static BluetoothStack of(Address address) {
    return address instanceof BleAddress ble
        ? ble.stack().map(BluetoothStack::of).orElse(AUTO)
        : AUTO;
  }

  private static BluetoothStack of(BleAddress.Stack stack) {
    return switch (stack) {
      case KERNEL -> KERNEL;
      case BLUEZ -> BLUEZ;
    };
  }

  /// Whether both name a stack, but not the same.
  boolean contradicts(BluetoothStack other) {
    return this != AUTO && other != AUTO && this != other;
  }

  /// As it is written in the file.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one that is wished for; empty leaves the choice to the program.
  public Optional<BleAddress.Stack> wish() {
    return switch (this) {
      case AUTO -> Optional.empty();
      case KERNEL -> Optional.of(BleAddress.Stack.KERNEL);
      case BLUEZ -> Optional.of(BleAddress.Stack.BLUEZ);
    };
  }
}
