package cellwarden.transport.kernel.socket;

import java.util.concurrent.CountDownLatch;

/// A link that is to come: its socket is not ready before the test says so, since its send queue is
/// full.
public final class HeldLink {

  private final SocketPair pair = SocketPair.open();
  private final CountDownLatch begun = new CountDownLatch(1);

  public HeldLink() {
    byte[] filling = new byte[512];
    while (Libc.write(pair.here(), filling) > 0) {
      // Until nothing more fits.
    }
  }

  /// Begins the connect.
  public PacketSocket begin() throws LinkException {
    PacketSocket socket = pair.socket();
    begun.countDown();
    return socket;
  }

  /// Waits until a connect has begun.
  public void awaitBegin() throws InterruptedException {
    begun.await();
  }

  /// The radios are connected and know of each other.
  public void comeUp() {
    byte[] packet = new byte[512];
    while (Libc.read(pair.there(), packet) > 0) {
      // Until the queue is empty.
    }
  }

  /// Whether the program has closed its socket.
  public boolean isClosed() {
    return (Libc.poll(pair.there(), 0, 0) & Libc.POLLHUP) != 0;
  }

  public void discard() {
    pair.hangUp();
  }
}
