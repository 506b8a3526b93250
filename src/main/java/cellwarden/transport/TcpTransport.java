package cellwarden.transport;

import java.time.Duration;

/// Reaches a battery behind a serial-to-network bridge, or a simulator, over TCP.
public final class TcpTransport implements Transport {

  private final TcpAddress address;

  public TcpTransport(TcpAddress address) {
    this.address = address;
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    return TcpConnection.open(address, timeout);
  }
}
