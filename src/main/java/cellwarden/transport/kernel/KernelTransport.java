package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.kernel.StepTimes.Step;
import java.time.Duration;
import java.util.Optional;

/// Reaches one battery through the kernel's sockets.
///
/// @param address of the battery
/// @param known what was learned about it
/// @param sockets to the radio
/// @param adapters of this machine
record KernelTransport(
    BleAddress address, KnownPeer known, BluetoothSockets sockets, AdapterCheck adapters)
    implements Transport {

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    KernelLink link = link(timeout, deadline);
    boolean fine = false;
    try {
      Connection connection = new FrameSetup(address, known, link, deadline).connection();
      fine = true;
      return connection;
    } finally {
      if (!fine) {
        link.close();
      }
    }
  }

  private KernelLink link(Duration timeout, Deadline deadline)
      throws TransportException, InterruptedException {
    StepTimes times = new StepTimes();
    Optional<String> obstacle = sockets.obstacle();
    if (obstacle.isPresent()) {
      throw BleTrouble.NO_SOCKETS.at(address, obstacle.get());
    }
    String adapter = adapters.choose(address);
    PeerAddress peer = new PeerAddress(address.mac(), known.type());
    try {
      BluetoothSockets.Link link = sockets.connect(adapter, peer, deadline);
      times.done(Step.CONNECT);
      known.reached(peer.type());
      return new KernelLink(address, link, peer, adapters.management(), times);
    } catch (LinkException e) {
      throw why(e, peer, timeout);
    }
  }

  /// The adapter's trouble explains more than the connect's.
  private TransportException why(LinkException e, PeerAddress peer, Duration timeout) {
    Optional<TransportException> adapter = adapters.trouble(address);
    if (adapter.isPresent()) {
      return adapter.get();
    }
    if (e instanceof LinkException.Failed failed) {
      return new KernelTroubles(address).connecting(failed);
    }
    known.notReached(peer.type());
    return BleTrouble.NO_CONNECT.at(address, words(timeout), e);
  }

  private static String words(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}
