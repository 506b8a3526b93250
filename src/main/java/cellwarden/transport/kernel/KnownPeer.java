package cellwarden.transport.kernel;

import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.kernel.gatt.GattDiscovery.GattHandles;
import java.util.Optional;

/// What was learned about one battery, for the life of the process.
final class KnownPeer {

  /// The two top bits of a random address that stays (Bluetooth Core 5.4, Vol 6, Part B, 1.3.2.1).
  private static final int RANDOM_STATIC = 0xC0;

  private static final int HEX = 16;

  private AddressType type;
  private boolean typeIsKnown;
  private Optional<GattHandles> handles = Optional.empty();

  /// Starts with the likelier type.
  KnownPeer(String mac) {
    int top = Integer.parseInt(mac, 0, 2, HEX);
    this.type = top >= RANDOM_STATIC ? AddressType.RANDOM : AddressType.PUBLIC;
  }

  /// Type of the address to try now.
  synchronized AddressType type() {
    return type;
  }

  synchronized void reached(AddressType by) {
    type = by;
    typeIsKnown = true;
  }

  /// Nothing answered: unless it is known, the type may be the other one.
  synchronized void notReached(AddressType by) {
    if (!typeIsKnown && type == by) {
      type = by == AddressType.PUBLIC ? AddressType.RANDOM : AddressType.PUBLIC;
    }
  }

  /// Empty if they have to be searched.
  synchronized Optional<GattHandles> handles() {
    return handles;
  }

  synchronized void remember(GattHandles found) {
    handles = Optional.of(found);
  }

  synchronized void forgetHandles() {
    handles = Optional.empty();
  }
}
