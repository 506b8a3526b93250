package cellwarden.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a BMS over TCP.
///
/// One client at a time, as a real BMS: while one is connected, others wait in the system's queue
/// (they are connected but get no answer), and the next is served as soon as the first has left.
public final class SimulatorServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SimulatorServer.class);
  private static final int READ_SIZE = 512;

  /// How a socket spells waiting for ever.
  private static final int FOR_EVER = 0;

  private final ServedBms bms;
  private final ServerSocket listener;
  private final Thread thread;
  private volatile Socket client = new Socket();
  private volatile boolean closing;

  private SimulatorServer(ServedBms bms, ServerSocket listener) {
    this.bms = bms;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("simulator-" + port()).daemon().unstarted(this::serve);
  }

  /// Listens on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException if the port is taken
  public static SimulatorServer listen(ServedBms bms, int port) throws IOException {
    return listen(bms, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Listens on an address of this machine.
  ///
  /// @throws IOException if the address is taken or not this machine's
  public static SimulatorServer listen(ServedBms bms, InetSocketAddress address)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(address);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
    SimulatorServer server = new SimulatorServer(bms, listener);
    server.thread.start();
    return server;
  }

  /// Where it listens, 1 to 65535.
  public int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    try (listener) {
      while (!closing) {
        converse(listener.accept());
      }
    } catch (IOException e) {
      if (!closing) {
        log.error("the simulator on port {} stopped: {}", port(), e.getMessage());
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      client = socket;
      // Each fragment is to arrive by itself, as far as TCP allows that.
      socket.setTcpNoDelay(true);
      bms.connected();
      WireQueue queue = new WireQueue();
      byte[] buffer = new byte[READ_SIZE];
      boolean open = true;
      while (open && !closing) {
        socket.setSoTimeout(
            queue.untilNext(System.nanoTime()).map(SimulatorServer::millis).orElse(FOR_EVER));
        int count = read(socket.getInputStream(), buffer);
        if (count > 0) {
          queue.add(bms.receive(Arrays.copyOf(buffer, count)), System.nanoTime());
        }
        open = count >= 0 && queue.deliver(socket.getOutputStream()::write);
      }
    } catch (IOException e) {
      log.debug("a client of the simulator is gone: {}", e.getMessage());
    }
  }

  private static int millis(Duration due) {
    return 1 + Math.toIntExact(due.toMillis());
  }

  /// @return how many bytes came, 0 when something is to be sent first, negative when the client
  ///   has left
  private static int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  /// Ends the conversation and stops listening; the port is free when it returns.
  @Override
  public void close() {
    closing = true;
    Socket served = client;
    try (listener;
        served) {
      // Closing is what ends a read or an accept.
    } catch (IOException e) {
      log.debug("closing the simulator: {}", e.getMessage());
    }
    awaitEnd(thread);
  }

  /// Waits for a thread that is about to end, also in one that was interrupted.
  static void awaitEnd(Thread thread) {
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
