package cellwarden.transport.kernel;

import cellwarden.transport.ble.Deadline;
import cellwarden.transport.kernel.LinkException.Failed;
import cellwarden.transport.kernel.LinkException.Failed.Call;
import cellwarden.transport.kernel.LinkException.Silent;
import java.util.Arrays;
import java.util.Optional;

/// A socket that keeps the borders of packets. It belongs to one thread, which also closes it;
/// every wait has a deadline and ends at once on an interrupt.
final class PacketSocket implements AutoCloseable {

  private static final int CLOSED = -1;

  /// The longest value of an attribute, and its head.
  private static final int LARGEST_PACKET = 517;

  private final Wakeup wakeup;
  private final byte[] buffer = new byte[LARGEST_PACKET];
  private int descriptor;

  /// Why the link has ended, as the system told once; 0 if it did not.
  private int reason;

  private PacketSocket(int descriptor, Wakeup wakeup) {
    this.descriptor = descriptor;
    this.wakeup = wakeup;
  }

  /// Takes over a descriptor that does not block.
  ///
  /// @param descriptor or the negative error number that the system gave instead of one
  static PacketSocket of(int descriptor) throws LinkException {
    if (descriptor < 0) {
      throw new Failed(Call.PREPARE, -descriptor);
    }
    boolean fine = false;
    try {
      PacketSocket socket = new PacketSocket(descriptor, Wakeup.open());
      fine = true;
      return socket;
    } finally {
      if (!fine) {
        Libc.close(descriptor);
      }
    }
  }

  void bind(byte[] address) throws LinkException {
    check(Call.PREPARE, Libc.bind(descriptor, address));
  }

  /// Begins to connect.
  void connect(byte[] address) throws LinkException {
    int result = Libc.connect(descriptor, address);
    if (result != -Errno.EINPROGRESS) {
      check(Call.CONNECT, result);
    }
  }

  /// Waits until the connect that was begun has come to a link.
  ///
  /// @throws Silent if the deadline passes; the connect goes on
  void awaitConnect(Deadline deadline) throws LinkException, InterruptedException {
    int events = await(Libc.POLLOUT, deadline);
    if (events == 0) {
      throw new Silent();
    }
    int error = Libc.pendingError(descriptor);
    if (error != 0 || (events & (Libc.POLLERR | Libc.POLLHUP)) != 0) {
      throw new Failed(Call.CONNECTING, Math.abs(error));
    }
  }

  /// Whether the connect that was begun comes to a link within a short time, which an interrupt
  /// does not end.
  boolean comesUp(int millis) {
    int events = Libc.poll(descriptor, Libc.POLLOUT, CLOSED, millis);
    return events > 0 && (events & (Libc.POLLERR | Libc.POLLHUP)) == 0;
  }

  /// The address of this end, written over the given bytes.
  void localAddress(byte[] address) throws LinkException {
    check(Call.CONNECTING, Libc.getsockname(descriptor, address));
  }

  void send(byte[] packet, Deadline deadline) throws LinkException, InterruptedException {
    while (true) {
      int result = Libc.write(descriptor, packet);
      if (result >= 0) {
        return;
      }
      if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
        reason = reason == 0 ? -result : reason;
        throw new Failed(Call.TRANSFER, reason);
      }
      if (await(Libc.POLLOUT, deadline) == 0) {
        throw new Silent();
      }
    }
  }

  /// The next packet; empty at the deadline. The end of the link is told only behind the packets
  /// that came before it, though the system tells it first.
  Optional<byte[]> receive(Deadline deadline) throws LinkException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    boolean hungUp = false;
    while (true) {
      int count = Libc.read(descriptor, buffer);
      if (count > 0) {
        return Optional.of(Arrays.copyOf(buffer, count));
      }
      if (count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR) {
        end(-count);
      } else if (hungUp) {
        throw new Failed(Call.TRANSFER, reason);
      } else {
        int events = await(Libc.POLLIN, deadline);
        if (events == 0) {
          return Optional.empty();
        }
        hungUp = (events & Libc.POLLHUP) != 0;
      }
    }
  }

  /// The system tells an error once, and a second one is no longer news of this link's end.
  private void end(int errno) throws LinkException {
    if (reason != 0) {
      throw new Failed(Call.TRANSFER, reason);
    }
    reason = errno;
  }

  /// Whether the other side is still there, as far as the system knows.
  boolean isUp() {
    return descriptor != CLOSED
        && reason == 0
        && (Libc.poll(descriptor, 0, CLOSED, 0) & (Libc.POLLHUP | Libc.POLLERR)) == 0;
  }

  /// @return the events, 0 at the deadline
  private int await(int events, Deadline deadline) throws LinkException, InterruptedException {
    while (true) {
      int result =
          wakeup.during(
              () -> Libc.poll(descriptor, events, wakeup.descriptor(), deadline.leftMillis()));
      if (result > 0) {
        return result;
      }
      if (result < 0 && result != -Errno.EINTR) {
        throw new Failed(Call.TRANSFER, -result);
      }
      if (deadline.isPassed()) {
        return 0;
      }
    }
  }

  private static void check(Call call, int result) throws LinkException {
    if (result < 0) {
      throw new Failed(call, -result);
    }
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      Libc.close(descriptor);
      descriptor = CLOSED;
      wakeup.close();
    }
  }
}
