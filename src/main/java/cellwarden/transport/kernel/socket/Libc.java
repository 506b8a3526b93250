package cellwarden.transport.kernel.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// The system calls that Bluetooth sockets need, by the foreign function API. Each gives its
/// result, or the negative error number. Linking them takes about 0.1 s, when this class is first
/// used.
///
/// The numbers are those of 64-bit Linux on x86 and ARM.
@SuppressWarnings("restricted")
final class Libc {

  static final int AF_BLUETOOTH = 31;
  static final int SOCK_RAW = 3;
  static final int SOCK_SEQPACKET = 5;

  /// Or-ed to the type of a socket: no call blocks, and no child process inherits it.
  static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;

  static final int POLLIN = 1;
  static final int POLLOUT = 4;
  static final int POLLERR = 8;
  static final int POLLHUP = 16;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SOL_BLUETOOTH = 274;
  private static final int BT_SECURITY = 4;
  private static final int SECURITY_SIZE = 2;

  /// An encrypted link, with whatever key the bond has.
  static final byte SECURITY_MEDIUM = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

  /// Of `struct pollfd`: int fd, short events, short revents.
  private static final long POLLFD_SIZE = 8;

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      link("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      link("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETSOCKOPT =
      link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle POLL = link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle IOCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));

  private Libc() {}

  static int socket(int family, int type, int protocol) {
    return call((_, state) -> (int) SOCKET.invokeExact(state, family, type, protocol));
  }

  static int bind(int descriptor, byte[] address) {
    return call(
        address,
        (state, buffer) -> (int) BIND.invokeExact(state, descriptor, buffer, address.length));
  }

  static int connect(int descriptor, byte[] address) {
    return call(
        address,
        (state, buffer) -> (int) CONNECT.invokeExact(state, descriptor, buffer, address.length));
  }

  /// The address that a socket is bound to, written over the given bytes.
  static int getsockname(int descriptor, byte[] address) {
    return call((arena, state) -> {
      MemorySegment name = arena.allocate(address.length);
      MemorySegment length = arena.allocateFrom(JAVA_INT, address.length);
      int result = (int) GETSOCKNAME.invokeExact(state, descriptor, name, length);
      MemorySegment.copy(name, JAVA_BYTE, 0, address, 0, address.length);
      return result;
    });
  }

  /// What a socket has to report, which clears it: 0 or an error number, as a positive number; or a
  /// negative one if it cannot be asked.
  static int pendingError(int descriptor) {
    return call((arena, state) -> {
      MemorySegment error = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      int result =
          (int) GETSOCKOPT.invokeExact(state, descriptor, SOL_SOCKET, SO_ERROR, error, length);
      return result < 0 ? result : error.get(JAVA_INT, 0);
    });
  }

  /// Sets `struct bt_security`: the level, and any size of key.
  static int setSecurity(int descriptor, byte level) {
    return call(
        new byte[] {level, 0},
        (state, buffer) ->
            (int)
                SETSOCKOPT.invokeExact(
                    state, descriptor, SOL_BLUETOOTH, BT_SECURITY, buffer, SECURITY_SIZE));
  }

  /// Waits until one of the events is there.
  ///
  /// @param descriptor a negative one has no events
  /// @param millis -1 means for ever
  /// @return the events, 0 for none; `POLLERR` and `POLLHUP` come unasked
  static int poll(int descriptor, int events, int millis) {
    return call((arena, state) -> {
      MemorySegment polled = arena.allocate(POLLFD_SIZE, Integer.BYTES);
      polled.set(JAVA_INT, 0, descriptor);
      polled.set(JAVA_SHORT, 4, (short) events);
      int result = (int) POLL.invokeExact(state, polled, 1L, millis);
      return result < 0 ? result : polled.get(JAVA_SHORT, 6);
    });
  }

  /// Lets a short time pass, whether the thread is interrupted or not.
  static void pause(int millis) {
    poll(-1, 0, millis);
  }

  /// One packet of a socket; what does not fit is lost.
  static int read(int descriptor, byte[] into) {
    return call(
        into,
        (state, buffer) -> (long) READ.invokeExact(state, descriptor, buffer, (long) into.length));
  }

  static int write(int descriptor, byte[] bytes) {
    return call(
        bytes,
        (state, buffer) ->
            (long) WRITE.invokeExact(state, descriptor, buffer, (long) bytes.length));
  }

  static int close(int descriptor) {
    return call((_, state) -> (int) CLOSE.invokeExact(state, descriptor));
  }

  /// A request to a driver that reads and overwrites the given bytes.
  static int ioctl(int descriptor, long request, byte[] data) {
    return call(
        data, (state, buffer) -> (int) IOCTL.invokeExact(state, descriptor, request, buffer));
  }

  /// A system call with memory for its arguments and for its error number.
  @FunctionalInterface
  private interface Call {
    long with(Arena arena, MemorySegment state) throws Throwable;
  }

  /// A system call that takes some bytes, or gives some.
  @FunctionalInterface
  private interface BufferCall {
    long with(MemorySegment state, MemorySegment buffer) throws Throwable;
  }

  private static int call(byte[] bytes, BufferCall call) {
    return call((arena, state) -> {
      MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
      long result = call.with(state, buffer);
      MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
      return result;
    });
  }

  private static int call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long result = call.with(arena, state);
      return (int) (result >= 0 ? result : -state.get(JAVA_INT, ERRNO));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a system call throws nothing", e);
    }
  }

  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, parameters),
        Linker.Option.captureCallState("errno"));
  }
}
