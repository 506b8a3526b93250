package cellwarden.transport;

import cellwarden.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.function.Function;

/// The far end of a TCP link: serves one client after another, answers reads of 7 bytes, without
/// regard to times.
final class TcpPeer implements AutoCloseable {

  private static final int REQUEST_SIZE = 7;

  private final ServerSocket listener;
  private final Function<String, Reply> answers;

  private TcpPeer(ServerSocket listener, Function<String, Reply> answers) {
    this.listener = listener;
    this.answers = answers;
  }

  static TcpPeer answering(Function<String, Reply> answers) throws IOException {
    TcpPeer peer = new TcpPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
    Thread.ofPlatform().daemon().name("tcp peer").start(peer::serve);
    return peer;
  }

  TcpAddress address() {
    return new TcpAddress("127.0.0.1", listener.getLocalPort());
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setTcpNoDelay(true);
        converse(client);
      } catch (IOException e) {
        // The client hung up or the test is over.
      }
    }
  }

  private void converse(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] request = in.readNBytes(REQUEST_SIZE);
    while (request.length == REQUEST_SIZE && send(client, request)) {
      request = in.readNBytes(REQUEST_SIZE);
    }
  }

  /// @return false to hang up
  private boolean send(Socket client, byte[] request) throws IOException {
    for (Reply.Arrival arrival : answers.apply(HexFormat.of().formatHex(request)).arrivals()) {
      if (arrival.fragment().isEmpty()) {
        return false;
      }
      client.getOutputStream().write(arrival.fragment().get().toBytes());
    }
    return true;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
