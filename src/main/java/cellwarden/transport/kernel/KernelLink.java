package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.ble.StepTimes.Step;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One link that stands, from the connect to its end.
final class KernelLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KernelConnection.class);

  private final BleAddress address;
  private final BluetoothSockets.Link link;
  private final PeerAddress peer;
  private final Management management;
  private final StepTimes times;
  private boolean closed;

  /// @param times at the end of the connect
  KernelLink(
      BleAddress address,
      BluetoothSockets.Link link,
      PeerAddress peer,
      Management management,
      StepTimes times) {
    this.address = address;
    this.link = link;
    this.peer = peer;
    this.management = management;
    this.times = times;
  }

  PacketSocket socket() {
    return link.socket();
  }

  void done(Step step) {
    times.done(step);
  }

  OptionalInt rssi() {
    return link.socket().isUp() ? management.rssi(link.adapter(), peer) : OptionalInt.empty();
  }

  /// Ends the link at once where this process may; otherwise the kernel does after 2 s.
  ///
  /// That takes it from nobody: as long as this socket is up, the kernel gives the attribute
  /// protocol of the link to no other program. If it is not, the link may be another program's by
  /// now.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    times.begin();
    if (link.socket().isUp()) {
      management.end(link.adapter(), peer);
    }
    link.socket().close();
    times.done(Step.END);
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", times.line(address, BleAddress.Stack.KERNEL));
    }
  }
}
