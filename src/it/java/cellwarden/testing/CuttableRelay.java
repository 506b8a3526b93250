package cellwarden.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A network between client and broker that a test can cut.
public final class CuttableRelay implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private volatile boolean shut;
  private final List<Socket> sockets = new ArrayList<>();

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

  private static void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // Cut.
          }
        });
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
