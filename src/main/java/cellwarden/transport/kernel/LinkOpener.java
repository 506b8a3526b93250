package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.Rfkill;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.ble.StepTimes.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Connects to batteries, and finds out why where it cannot. One for all batteries; they do not
/// wait for each other, since the kernel connects to several at once.
final class LinkOpener {

  private final BluetoothSockets sockets;
  private final Management management;
  private final AdapterCheck adapters;
  private final HangWatch hangs;
  private final CutOffConnect cutOff;

  LinkOpener(BluetoothSockets sockets, Management management, Rfkill rfkill) {
    this.sockets = sockets;
    this.management = management;
    this.adapters = new AdapterCheck(management, rfkill);
    this.hangs = new HangWatch(sockets, management);
    this.cutOff = new CutOffConnect(sockets, management);
  }

  /// @param timeout of the whole attempt, for words
  KernelLink open(BleAddress address, KnownPeer known, Duration timeout, Deadline deadline)
      throws TransportException, InterruptedException {
    StepTimes times = new StepTimes();
    Optional<String> obstacle = sockets.obstacle();
    if (obstacle.isPresent()) {
      throw BleTrouble.NO_SOCKETS.at(address, obstacle.get());
    }
    String adapter = adapters.choose(address);
    PeerAddress peer = new PeerAddress(address.mac(), known.type());
    List<HangWatch.Look> before = hangs.look();
    try {
      BluetoothSockets.Link link = connected(adapter, peer, deadline);
      times.done(Step.CONNECT);
      known.reached(peer.type());
      hangs.reached();
      return new KernelLink(address, link, peer, management, times);
    } catch (LinkException.Failed e) {
      throw adapters.trouble(address).orElseGet(() -> new KernelTroubles(address).connecting(e));
    } catch (LinkException e) {
      throw adapters
          .trouble(address)
          .or(() -> hangs.notReached(before).map(name -> hangs(address, name, e)))
          .orElseGet(() -> notReached(address, known, peer, timeout, e));
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
        cutOff.end(link, peer, patience);
      }
    }
  }

  private static TransportException hangs(BleAddress address, String adapter, LinkException e) {
    return BleTrouble.ADAPTER_HANGS.at(address, adapter, e);
  }

  private static TransportException notReached(
      BleAddress address, KnownPeer known, PeerAddress peer, Duration timeout, LinkException e) {
    known.notReached(peer.type());
    return BleTrouble.NO_CONNECT.at(address, BleTrouble.words(timeout), e);
  }
}
