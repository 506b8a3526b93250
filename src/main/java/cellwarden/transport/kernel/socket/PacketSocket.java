package cellwarden.transport.kernel.socket;

import cellwarden.transport.Deadline;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.util.Arrays;
import java.util.Optional;

/// A socket that keeps the borders of packets. It belongs to one thread, which also closes it;
/// every wait has a deadline, and ends within 0.1 s of an interrupt.
public final class PacketSocket implements AutoCloseable {

  private static final int CLOSED = -1;
  private static final int BROKEN = Libc.POLLERR | Libc.POLLHUP;

  /// The longest value of an attribute, and its head.
  private static final int LARGEST_PACKET = 517;

  /// An interrupt does not end a system call, so that long waits are made of such short ones.
  private static final int LONGEST_WAIT_MILLIS = 100;

  private final byte[] buffer = new byte[LARGEST_PACKET];
  private int descriptor;

  /// Why the link has ended, as the system told once; 0 if it did not.
  private int reason;

  /// How far a connect is that was begun.
  public enum ConnectState {
    PENDING,
    UP,
    FAILED
  }

  private PacketSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Takes over a descriptor that does not block.
  ///
  /// @param descriptor or the negative error number that the system gave instead of one
  static PacketSocket of(int descriptor) throws LinkException {
    return new PacketSocket(LinkException.check(Kind.SYSTEM, descriptor));
  }

  void bind(byte[] address) throws LinkException {
    LinkException.check(Kind.SYSTEM, Libc.bind(descriptor, address));
  }

  /// Lets a connect that is begun afterwards end only once the link is encrypted.
  void encrypt() throws LinkException {
    LinkException.check(Kind.SYSTEM, Libc.setSecurity(descriptor, Libc.SECURITY_MEDIUM));
  }

  /// Begins to connect.
  void connect(byte[] address) throws LinkException {
    int result = Libc.connect(descriptor, address);
    if (result != -Errno.EINPROGRESS) {
      LinkException.check(Kind.CONNECT, result);
    }
  }

  /// Waits until the connect that was begun has come to a link.
  ///
  /// @throws LinkException of kind `SILENT` if the deadline passes; the connect goes on
  public void awaitConnect(Deadline deadline) throws LinkException, InterruptedException {
    int events = await(Libc.POLLOUT, deadline);
    if (events == 0) {
      throw LinkException.silent();
    }
    int error = Libc.pendingError(descriptor);
    if (error != 0 || (events & BROKEN) != 0) {
      throw LinkException.failed(Kind.CONNECTING, Math.abs(error));
    }
  }

  /// How far the connect that was begun is; waits a short time for its end, which an interrupt does
  /// not cut short.
  public ConnectState progress(int millis) {
    int events = Libc.poll(descriptor, Libc.POLLOUT, millis);
    if (events == 0 || events == -Errno.EINTR) {
      return ConnectState.PENDING;
    }
    return events > 0 && (events & BROKEN) == 0 ? ConnectState.UP : ConnectState.FAILED;
  }

  /// Lets a short time pass, whether the thread is interrupted or not.
  public static void pause(int millis) {
    Libc.pause(millis);
  }

  /// The address of this end, written over the given bytes.
  void localAddress(byte[] address) throws LinkException {
    LinkException.check(Kind.CONNECTING, Libc.getsockname(descriptor, address));
  }

  public void send(byte[] packet, Deadline deadline) throws LinkException, InterruptedException {
    int result = Libc.write(descriptor, packet);
    while (isNotYet(result)) {
      if (await(Libc.POLLOUT, deadline) == 0) {
        throw LinkException.silent();
      }
      result = Libc.write(descriptor, packet);
    }
    if (result < 0) {
      reason = reason == 0 ? -result : reason;
      throw LinkException.failed(Kind.SYSTEM, reason);
    }
  }

  /// The next packet; empty at the deadline. The end of the link comes only after the packets that
  /// came before it, though the system tells it first.
  public Optional<byte[]> receive(Deadline deadline) throws LinkException, InterruptedException {
    failIfInterrupted();
    boolean hungUp = false;
    while (true) {
      int count = Libc.read(descriptor, buffer);
      if (count > 0) {
        return Optional.of(Arrays.copyOf(buffer, count));
      }
      if (count < 0 && !isNotYet(count)) {
        end(-count);
      } else if (hungUp) {
        throw LinkException.failed(Kind.SYSTEM, reason);
      } else {
        int events = await(Libc.POLLIN, deadline);
        if (events == 0) {
          return Optional.empty();
        }
        hungUp = (events & Libc.POLLHUP) != 0;
      }
    }
  }

  private static boolean isNotYet(int result) {
    return result == -Errno.EAGAIN || result == -Errno.EINTR;
  }

  /// The system tells an error once, and a second one is no longer news of this link's end.
  private void end(int errno) throws LinkException {
    if (reason != 0) {
      throw LinkException.failed(Kind.SYSTEM, reason);
    }
    reason = errno;
  }

  /// Whether the other side is still there, as far as the system knows.
  public boolean isUp() {
    return descriptor != CLOSED && reason == 0 && (Libc.poll(descriptor, 0, 0) & BROKEN) == 0;
  }

  /// @return the events, 0 at the deadline
  private int await(int events, Deadline deadline) throws LinkException, InterruptedException {
    int result;
    do {
      failIfInterrupted();
      result = Libc.poll(descriptor, events, Math.min(deadline.leftMillis(), LONGEST_WAIT_MILLIS));
      if (result < 0 && result != -Errno.EINTR) {
        throw LinkException.failed(Kind.SYSTEM, -result);
      }
    } while (result <= 0 && !deadline.isPassed());
    failIfInterrupted();
    return Math.max(0, result);
  }

  private static void failIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      Libc.close(descriptor);
      descriptor = CLOSED;
    }
  }
}
