package cellwarden.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports of the loopback interface.
///
/// Tests run beside each other, also those of another checkout. So a port belongs to this JVM until
/// it ends: its byte in a file that all share is locked.
public final class Ports {

  /// Where the demo listens if it can.
  public static final int USUAL = 1883;

  /// Below what Linux gives to whoever asks for any port (`ip_local_port_range`).
  private static final int FIRST = 20_000;

  private static final int END = 32_000;

  private static final Path SHARED =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "cellwarden-test-ports-" + System.getProperty("user.name"));

  private static final FileChannel LOCKS = open();
  private static final Set<Integer> OURS = new HashSet<>();

  private Ports() {}

  private static FileChannel open() {
    try {
      return FileChannel.open(SHARED, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalStateException("no place for locks at " + SHARED, e);
    }
  }

  /// One that nobody listens on, and that no other test gets.
  public static synchronized int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && OURS.add(port) && LOCKS.tryLock(port, 1, false) != null) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /// Does something while nobody else does anything about the usual port.
  public static <T> T aloneAtUsual(Action<T> action) throws IOException, InterruptedException {
    synchronized (LOCKS) {
      try (FileLock _ = LOCKS.lock(USUAL, 1, false)) {
        return action.run();
      }
    }
  }

  /// What is done alone.
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException, InterruptedException;
  }
}
