package cellwarden.transport.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Two Unix sockets that lead to each other and keep the borders of packets, as L2CAP sockets do.
record SocketPair(int here, int there) {

  private static final int AF_UNIX = 1;
  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted")
  private static final MethodHandle SOCKETPAIR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("socketpair"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  static SocketPair open() {
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

  /// Waits until so few are open: the far end of a link is closed by a thread of its own.
  static void awaitDescriptorsBelow(long limit) throws Exception {
    Guard.await("fewer than " + limit + " descriptors", () -> descriptors() < limit);
  }

  /// How many descriptors this process has open.
  static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
