package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.Rfkill;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Batteries over the Linux kernel's own Bluetooth sockets: no daemon, no scan, no D-Bus.
///
/// Batteries do not wait for each other; the kernel shares the radio among their links.
public final class KernelStack implements BleStack {

  private final BluetoothSockets sockets;
  private final LinkOpener opener;
  private final Map<BleAddress, KnownPeer> known = new ConcurrentHashMap<>();

  /// Opens nothing yet.
  public KernelStack() {
    this(new KernelSockets(), Rfkill.SYSTEM);
  }

  KernelStack(BluetoothSockets sockets, Rfkill rfkill) {
    this.sockets = sockets;
    this.opener = new LinkOpener(sockets, new Management(sockets), rfkill);
  }

  @Override
  public BleAddress.Stack kind() {
    return BleAddress.Stack.KERNEL;
  }

  /// Also makes ready what the first connect would else take 0.1 s for.
  @Override
  public Optional<String> obstacle() {
    return sockets.obstacle();
  }

  @Override
  public Transport transport(BleAddress address) {
    KnownPeer peer = known.computeIfAbsent(address, _ -> new KnownPeer(address.mac()));
    return new KernelTransport(address, peer, opener);
  }

  /// Nothing is open between connections.
  @Override
  public void close() {}
}
