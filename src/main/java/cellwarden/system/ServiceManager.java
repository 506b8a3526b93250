package cellwarden.system;

import static cellwarden.system.CFunction.INT;
import static cellwarden.system.CFunction.LONG;
import static cellwarden.system.CFunction.POINTER;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager that started this program, such as systemd, which wants to hear how it does:
/// one datagram for each message, as sd_notify(3) says. The JDK has no datagrams of Unix sockets.
public final class ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private static final int AF_UNIX = 1;
  private static final int DATAGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private final byte[] address;
  private boolean failed;

  private ServiceManager(byte[] address) {
    this.address = address;
  }

  /// The one that the environment names by `NOTIFY_SOCKET`: a path, or an abstract address with an
  /// `@` for its first byte. Empty where there is none, and then no foreign function is loaded.
  public static Optional<ServiceManager> of(Map<String, String> environment) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    return socket.startsWith("/") || socket.startsWith("@")
        ? Optional.of(new ServiceManager(unixAddress(socket)))
        : Optional.empty();
  }

  /// `struct sockaddr_un`: the family, and the path with the zero at its end.
  private static byte[] unixAddress(String socket) {
    ByteArrayOutputStream address = new ByteArrayOutputStream();
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    address.write(little ? AF_UNIX : 0);
    address.write(little ? 0 : AF_UNIX);
    boolean isAbstract = socket.startsWith("@");
    address.writeBytes(
        (isAbstract ? "\0" + socket.substring(1) : socket + "\0").getBytes(StandardCharsets.UTF_8));
    return address.toByteArray();
  }

  /// Tells it something; it never waits. Trouble is said once in the log.
  ///
  /// @param assignments such as `READY=1`, one line each
  /// @return whether it was taken
  public synchronized boolean tell(String... assignments) {
    int result = send(String.join("\n", assignments).getBytes(StandardCharsets.UTF_8));
    if (result < 0 && !failed) {
      LOG.warn("the service manager does not take what this service says (error {})", -result);
    }
    failed = result < 0;
    return !failed;
  }

  private int send(byte[] message) {
    int descriptor = Calls.SOCKET.call(AF_UNIX, DATAGRAM_NONBLOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      return descriptor;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
      MemorySegment to = arena.allocateFrom(JAVA_BYTE, address);
      return Calls.SENDTO.call(
          descriptor, bytes, (long) message.length, MSG_NOSIGNAL, to, address.length);
    } finally {
      Calls.CLOSE.call(descriptor);
    }
  }

  /// Linked when the first message is sent.
  private static final class Calls {
    static final CFunction SOCKET = CFunction.function("socket", INT, INT, INT);
    static final CFunction SENDTO =
        CFunction.sized("sendto", INT, POINTER, LONG, INT, POINTER, INT);
    static final CFunction CLOSE = CFunction.function("close", INT);
  }
}
