package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A link that tells when the battery turns out to want pairing only now that it is asked
/// something.
///
/// @param link that carries everything
/// @param wantsPairing what to do then
record WatchedConnection(Connection link, Runnable wantsPairing) implements Connection {

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    try {
      link.send(bytes);
    } catch (BleException e) {
      throw noticed(e);
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    try {
      return link.receive(timeout);
    } catch (BleException e) {
      throw noticed(e);
    }
  }

  private BleException noticed(BleException e) {
    if (e.trouble() == BleTrouble.WANTS_PAIRING) {
      wantsPairing.run();
    }
    return e;
  }

  @Override
  public OptionalInt rssi() {
    return link.rssi();
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return link.stack();
  }

  @Override
  public void close() {
    link.close();
  }
}
