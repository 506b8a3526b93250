package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.KernelSockets;
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
    this(new KernelSockets(), AdapterCheck.SYSTEM);
  }

  KernelStack(BluetoothSockets sockets, AdapterCheck adapters) {
    this.sockets = sockets;
    this.opener = new LinkOpener(sockets, adapters);
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
    return timeout -> connect(address, peer, Deadline.in(timeout));
  }

  private Connection connect(BleAddress address, KnownPeer peer, Deadline deadline)
      throws TransportException, InterruptedException {
    KernelLink link = opener.open(address, peer, deadline);
    try (OnFailure undo = new OnFailure(link::close)) {
      return undo.keep(new FrameSetup(link, peer, deadline).connection());
    }
  }

  /// Nothing is open between connections.
  @Override
  public void close() {}
}
