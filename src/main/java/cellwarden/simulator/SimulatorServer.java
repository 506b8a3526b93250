package cellwarden.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a simulated BMS over TCP.
///
/// One client at a time, as a real BMS: while one is connected, others wait in the system's queue
/// (they are connected but get no answer), and the next is served as soon as the first has left.
public final class SimulatorServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SimulatorServer.class);

  private final SimulatedBms bms;
  private final ServerSocketChannel listener;
  private final Selector selector;
  private final int port;
  private final Thread thread;
  private volatile boolean closing;

  private SimulatorServer(
      SimulatedBms bms, ServerSocketChannel listener, Selector selector, int port) {
    this.bms = bms;
    this.listener = listener;
    this.selector = selector;
    this.port = port;
    this.thread = Thread.ofPlatform().name("simulator-" + port).daemon().unstarted(this::serve);
  }

  /// Listens on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException if the port is taken
  public static SimulatorServer listen(SimulatedBms bms, int port) throws IOException {
    return listen(bms, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Listens on an address of this machine.
  ///
  /// @throws IOException if the address is taken or not this machine's
  public static SimulatorServer listen(SimulatedBms bms, InetSocketAddress address)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(address);
      listener.configureBlocking(false);
      InetSocketAddress bound = (InetSocketAddress) listener.getLocalAddress();
      SimulatorServer server = new SimulatorServer(bms, listener, Selector.open(), bound.getPort());
      server.thread.start();
      return server;
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /// Where it listens, 1 to 65535.
  public int port() {
    return port;
  }

  private void serve() {
    try (listener;
        selector) {
      SelectionKey accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
      while (!closing) {
        accepting.interestOps(SelectionKey.OP_ACCEPT);
        selector.selectedKeys().clear();
        selector.select();
        SocketChannel accepted = closing ? null : listener.accept();
        if (accepted != null) {
          accepting.interestOps(0);
          converse(accepted);
        }
      }
    } catch (IOException e) {
      log.error("the simulator on port {} stopped: {}", port, e.getMessage());
    }
  }

  private void converse(SocketChannel channel) throws IOException {
    bms.connected();
    try (ServedClient client = ServedClient.of(channel, selector)) {
      boolean open = true;
      while (open && !closing) {
        selector.selectedKeys().clear();
        Optional<Duration> due = client.untilNext(System.nanoTime());
        if (due.isEmpty()) {
          selector.select();
        } else if (due.get().toMillis() > 0) {
          selector.select(due.get().toMillis());
        } else {
          selector.selectNow();
        }
        open = client.take(bms, System.nanoTime()) && client.send(System.nanoTime());
      }
    } catch (IOException e) {
      log.debug("a client of the simulator is gone: {}", e.getMessage());
    }
    // A cancelled key leaves the selector only with the next selection.
    selector.selectNow();
  }

  /// Ends the conversation and stops listening; the port is free when it returns.
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
