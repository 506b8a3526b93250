package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.connections.impl.DirectConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/// Opens the socket to the bus in a thread of its own: the library waits there without a limit, and
/// an interrupt of the caller must not hit half a handshake.
final class BusOpening {

  /// The library tries as often as 500 ms fit; retries are the caller's.
  private static final int ONE_TRY_MILLIS = 500;

  private final CompletableFuture<DirectConnection> opened = new CompletableFuture<>();

  private BusOpening() {}

  static DirectConnection open(String address, ObjectTree tree, Deadline deadline)
      throws BusException, InterruptedException {
    BusOpening opening = new BusOpening();
    Thread thread =
        Thread.ofPlatform().daemon().name("bluez bus").start(() -> opening.run(address, tree));
    boolean here = false;
    try {
      DirectConnection connection = opening.opened.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      here = true;
      return connection;
    } catch (TimeoutException e) {
      throw BusException.noBus("it does not answer", e);
    } catch (ExecutionException e) {
      throw BusException.noBus(reason(e.getCause()), e);
    } finally {
      if (!here) {
        opening.abandon(thread);
      }
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason given";
    }
    Throwable inner = cause.getCause();
    return inner == null ? String.valueOf(cause.getMessage()) : reason(inner);
  }

  /// Whichever comes first, the connection or the end of patience, decides who closes it.
  private void abandon(Thread thread) {
    if (opened.cancel(false)) {
      thread.interrupt();
    } else if (!opened.isCompletedExceptionally()) {
      opened.join().disconnect();
    }
  }

  private void run(String address, ObjectTree tree) {
    try {
      DirectConnection connection = connect(address, tree);
      if (!opened.complete(connection)) {
        connection.disconnect();
      }
    } catch (DBusException | RuntimeException e) {
      opened.completeExceptionally(e);
    }
  }

  /// The library's plain connection rather than its bus connection: that one wants a machine id,
  /// which containers lack, and adds match rules of its own.
  private static DirectConnection connect(String address, ObjectTree tree) throws DBusException {
    return DirectConnectionBuilder.forAddress(address)
        .transportConfig()
        .withTimeout(ONE_TRY_MILLIS)
        .back()
        .receivingThreadConfig()
        // More than one would mix up the order of slices.
        .withSignalThreadCount(1)
        .connectionConfig()
        .withDisconnectCallback(
            new IDisconnectCallback() {
              @Override
              public void disconnectOnError(IOException e) {
                tree.end("the D-Bus system bus ended");
              }

              @Override
              public void requestedDisconnect(Integer id) {
                tree.end("this program ended");
              }
            })
        .build();
  }
}
