package cellwarden.transport.kernel.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import cellwarden.transport.OnFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Two Unix sockets that lead to each other and keep the borders of packets, as L2CAP sockets do.
public record SocketPair(int here, int there) {

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted")
  private static final MethodHandle SOCKETPAIR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("socketpair"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  public static SocketPair open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocate(JAVA_INT, 2);
      int type = Libc.SOCK_SEQPACKET | Libc.NONBLOCK_CLOEXEC;
      int result = (int) SOCKETPAIR.invokeExact(AF_UNIX, type, 0, both);
      assertThat(result).isZero();
      return new SocketPair(both.getAtIndex(JAVA_INT, 0), both.getAtIndex(JAVA_INT, 1));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// This end, as the program uses it.
  public PacketSocket socket() throws LinkException {
    return PacketSocket.of(here);
  }

  /// Sends a packet from the far end.
  ///
  /// @return false if this end is closed
  public boolean send(byte[] packet) {
    int result = Libc.write(there, packet);
    while (result == -Errno.EAGAIN) {
      Libc.poll(there, Libc.POLLOUT, -1);
      result = Libc.write(there, packet);
    }
    return result >= 0;
  }

  /// Waits until there is a packet for the far end, or this end is closed.
  public void awaitMore() {
    Libc.poll(there, Libc.POLLIN, -1);
  }

  /// Waits for a packet for the far end.
  ///
  /// @return its length, 0 or less if this end is closed
  public int receive(byte[] into) {
    awaitMore();
    return Libc.read(there, into);
  }

  /// Closes the far end.
  public void hangUp() {
    Libc.close(there);
  }

  /// A TCP socket, which goes the same way through the code as one of Bluetooth's.
  ///
  /// @param port of this machine, to which it begins to connect
  public static PacketSocket tcp(int port) throws LinkException {
    PacketSocket socket =
        PacketSocket.of(Libc.socket(AF_INET, SOCK_STREAM | Libc.NONBLOCK_CLOEXEC, 0));
    try (OnFailure undo = new OnFailure(socket::close)) {
      byte[] loopback = InetAddress.getLoopbackAddress().getAddress();
      socket.connect(
          ByteBuffer.allocate(16)
              .put((byte) AF_INET)
              .put((byte) 0)
              .putShort((short) port)
              .put(loopback)
              .array());
      return undo.keep(socket);
    }
  }

  /// Waits until so few are open: the far end of a link is closed by a thread of its own.
  public static void awaitDescriptorsBelow(long limit) throws Exception {
    Guard.await("fewer than " + limit + " descriptors", () -> descriptors() < limit);
  }

  /// How many descriptors this process has open.
  public static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
