package cellwarden.transport.kernel;

import java.util.concurrent.CountDownLatch;

/// A link that is to come: its socket is not ready before the test says so, since its send queue is
/// full.
final class HeldLink {

  private final SocketPair pair = SocketPair.open();
  private final CountDownLatch begun = new CountDownLatch(1);

  HeldLink() {
    byte[] filling = new byte[512];
    while (Libc.write(pair.here(), filling) > 0) {
      // Until nothing more fits.
    }
  }

  /// Begins the connect.
  PacketSocket begin() throws LinkException {
    PacketSocket socket = PacketSocket.of(pair.here());
    begun.countDown();
    return socket;
  }

  /// Waits until a connect has begun.
  void awaitBegin() throws InterruptedException {
    begun.await();
  }

  /// The radios are connected and know of each other.
  void comeUp() {
    byte[] packet = new byte[512];
    while (Libc.read(pair.there(), packet) > 0) {
      // Until the queue is empty.
    }
  }

  /// Whether the program has closed its socket.
  boolean isClosed() {
    return (Libc.poll(pair.there(), 0, -1, 0) & Libc.POLLHUP) != 0;
  }

  void discard() {
    Libc.close(pair.there());
  }
}
