package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.kernel.gatt.GattDiscovery.GattHandles;
import cellwarden.transport.kernel.socket.PeerAddress;
import java.util.Optional;

/// What was learned about one battery, for the life of the process.
final class KnownPeer {

  /// The two top bits of a random address that stays (Bluetooth Core 5.4, Vol 6, Part B, 1.3.2.1).
  private static final int RANDOM_STATIC = 0xC0;

  private static final int HEX = 16;

  private final BleAddress battery;
  private AddressType type;
  private boolean typeIsKnown;
  private Optional<GattHandles> handles = Optional.empty();
  private Optional<BleException> refusal = Optional.empty();

  /// Starts with the likelier type.
  KnownPeer(BleAddress battery) {
    this.battery = battery;
    int top = Integer.parseInt(battery.mac(), 0, 2, HEX);
    this.type = top >= RANDOM_STATIC ? AddressType.RANDOM : AddressType.PUBLIC;
  }

  BleAddress battery() {
    return battery;
  }

  /// What to try now.
  synchronized PeerAddress address() {
    return new PeerAddress(battery.mac(), type);
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

  /// Everything that was learned, but the type to try next.
  ///
  /// @return whether that was anything
  synchronized boolean forget() {
    boolean knew = typeIsKnown || handles.isPresent();
    typeIsKnown = false;
    handles = Optional.empty();
    return knew;
  }

  synchronized void forgetHandles() {
    handles = Optional.empty();
  }

  /// It refuses to be asked without pairing, which it did not say when it was connected.
  synchronized void refused(BleException reason) {
    refusal = Optional.of(reason);
  }

  /// For the next connect, which need not take the radio to fail; the one after tries again.
  synchronized Optional<BleException> takeRefusal() {
    Optional<BleException> last = refusal;
    refusal = Optional.empty();
    return last;
  }
}
