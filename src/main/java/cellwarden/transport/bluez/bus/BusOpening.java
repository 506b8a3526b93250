package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
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

  private BusOpening() {}

  /// @param tree learns of the end of the connection
  static DirectConnection open(String address, ObjectTree tree, Deadline deadline)
      throws BusException, InterruptedException {
    CompletableFuture<DirectConnection> opened = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("bluez bus")
            .start(() -> {
              try {
                opened.complete(connect(address, tree));
              } catch (DBusException | RuntimeException e) {
                opened.completeExceptionally(e);
              }
            });
    boolean here = false;
    try {
      DirectConnection connection = opened.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      here = true;
      return connection;
    } catch (TimeoutException e) {
      throw BusException.noBus("it does not answer", e);
    } catch (ExecutionException e) {
      throw BusException.noBus(reason(e.getCause()), e);
    } finally {
      if (!here) {
        // Also one that is opened only now.
        CompletableFuture<Void> _ = opened.thenAccept(DirectConnection::disconnect);
        thread.interrupt();
      }
    }
  }

  /// The innermost one says what happened.
  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason given";
    }
    return cause.getCause() == null ? String.valueOf(cause.getMessage()) : reason(cause.getCause());
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
