package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import cellwarden.transport.kernel.socket.Management;
import cellwarden.transport.kernel.socket.PeerAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Connects to batteries, and finds out why where it cannot. One for all batteries; they do not
/// wait for each other, since the kernel connects to several at once.
final class LinkOpener {

  private final BluetoothSockets sockets;
  private final AdapterCheck check;
  private final Management management;
  private final HangWatch hangs;
  private final CutOffConnect cutOff;

  LinkOpener(BluetoothSockets sockets, AdapterCheck check) {
    this.sockets = sockets;
    this.check = check;
    this.management = new Management(sockets);
    this.hangs = new HangWatch(sockets, management);
    this.cutOff = new CutOffConnect(sockets, management);
  }

  KernelLink open(BleAddress address, KnownPeer known, Deadline deadline)
      throws TransportException, InterruptedException {
    StepTimes times = new StepTimes();
    Optional<String> obstacle = sockets.obstacle();
    if (obstacle.isPresent()) {
      throw BleTrouble.NO_SOCKETS.at(address, obstacle.get());
    }
    String adapter = adapter(address);
    PeerAddress peer = new PeerAddress(address.mac(), known.type());
    Map<BluetoothSockets.Adapter, BluetoothSockets.Traffic> before = hangs.look();
    try {
      BluetoothSockets.Link link = connected(adapter, peer, deadline);
      times.done(StepTimes.Step.CONNECT);
      known.reached(peer.type());
      hangs.reached();
      return new KernelLink(address, link, management, times);
    } catch (LinkException e) {
      failIfNoAdapter(address);
      if (e.kind() != Kind.SILENT) {
        throw KernelTroubles.connecting(address, e);
      }
      Optional<String> hanging = hangs.notReached(before);
      if (hanging.isPresent()) {
        throw BleTrouble.ADAPTER_HANGS.at(address, hanging.get(), e);
      }
      known.notReached(peer.type());
      throw BleTrouble.NO_CONNECT.at(address, deadline.words(), e);
    }
  }

  /// MAC address of the adapter that the user chose, else of any.
  private String adapter(BleAddress address) throws BleException {
    if (address.adapter().isEmpty()) {
      return BluetoothSockets.ANY_ADAPTER;
    }
    try {
      return check.usable(Optional.of(address), management.adapters()).getFirst().mac();
    } catch (LinkException e) {
      throw e.kind() == Kind.SILENT
          ? BleTrouble.ADAPTER_HANGS.at(address, address.adapter().get(), e)
          : KernelTroubles.connecting(address, e);
    }
  }

  /// @throws BleException if no adapter can reach the battery, as far as they can be asked
  private void failIfNoAdapter(BleAddress address) throws BleException {
    try {
      check.usable(Optional.of(address), management.adapters());
    } catch (LinkException e) {
      // Then it is said how the connect failed.
    }
  }

  /// A link that stands; a connect that is cut off, by whatever, leaves none.
  private BluetoothSockets.Link connected(String adapter, PeerAddress peer, Deadline deadline)
      throws LinkException, InterruptedException {
    BluetoothSockets.Link link = sockets.connect(adapter, peer);
    boolean up = false;
    Duration patience = Duration.ZERO;
    try {
      link.socket().awaitConnect(deadline);
      up = true;
      return link;
    } catch (InterruptedException e) {
      patience = CutOffConnect.USUAL;
      throw e;
    } finally {
      if (!up) {
        cutOff.end(link, patience);
      }
    }
  }
}
