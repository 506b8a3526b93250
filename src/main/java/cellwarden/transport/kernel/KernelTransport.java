package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Deadline;
import java.time.Duration;

/// Reaches one battery through the kernel's sockets.
///
/// @param address of the battery
/// @param known what was learned about it
/// @param opener of links
record KernelTransport(BleAddress address, KnownPeer known, LinkOpener opener)
    implements Transport {

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    KernelLink link = opener.open(address, known, timeout, deadline);
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
}
