package cellwarden.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A network between client and broker that a test can cut.
public final class CuttableRelay implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private volatile boolean shut;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final Set<Socket> frozen = ConcurrentHashMap.newKeySet();

  private CuttableRelay(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  public static CuttableRelay to(int target) throws IOException {
    CuttableRelay relay =
        new CuttableRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofPlatform().daemon().name("relay").start(relay::serve);
    return relay;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Cuts every connection without a word of MQTT; new ones may be made.
  public synchronized void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /// Lets nothing more through on the connections there are, and closes none: as a router does that
  /// forgot them. New ones may be made.
  public synchronized void freeze() {
    frozen.addAll(sockets);
  }

  /// Lets nobody through until [#open()].
  public synchronized void shut() throws IOException {
    shut = true;
    cut();
  }

  public void open() {
    shut = false;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The test is over, or the broker is away.
      }
    }
  }

  private synchronized void connect(Socket client) throws IOException {
    sockets.add(client);
    boolean connected = false;
    try {
      if (!shut) {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(server);
        pump(client, server);
        pump(server, client);
        connected = true;
      }
    } finally {
      if (!connected) {
        client.close();
      }
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to) {
            InputStream in = from.getInputStream();
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
              if (!frozen.contains(from)) {
                to.getOutputStream().write(some, 0, n);
              }
            }
            hold(from);
          } catch (IOException e) {
            // Cut.
          }
        });
  }

  /// What one side closes after it was frozen stays open for the other.
  private void hold(Socket from) throws IOException {
    if (frozen.contains(from)) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  @Override
  public void close() throws IOException {
    ended.countDown();
    listener.close();
    cut();
  }
}
