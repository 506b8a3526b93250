package cellwarden.transport;

import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One TCP link. A selector does the waiting, since it has time-outs and ends at once on an
/// interrupt.
final class TcpConnection implements Connection {

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
  private static final int READ_SIZE = 512;

  private final TcpAddress address;
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(READ_SIZE);

  private TcpConnection(TcpAddress address, SocketChannel channel, Selector selector) {
    this.address = address;
    this.channel = channel;
    this.selector = selector;
  }

  /// @throws SocketTimeoutException if there is no connection in time
  static TcpConnection open(TcpAddress address, InetSocketAddress target, Duration timeout)
      throws IOException, InterruptedException {
    TcpConnection connection = unconnected(address);
    try (OnFailure undo = new OnFailure(connection::close)) {
      connection.connect(target, timeout);
      return undo.keep(connection);
    }
  }

  /// A process that has run out of descriptors gets the first and not the second, and must not keep
  /// the first.
  private static TcpConnection unconnected(TcpAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      return new TcpConnection(address, channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void connect(InetSocketAddress target, Duration timeout)
      throws IOException, InterruptedException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.register(selector, SelectionKey.OP_CONNECT);
    if (!channel.connect(target)) {
      if (!await(SelectionKey.OP_CONNECT, timeout)) {
        throw new SocketTimeoutException();
      }
      channel.finishConnect();
    }
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    ByteBuffer outgoing = ByteBuffer.wrap(bytes);
    try {
      channel.write(outgoing);
      while (outgoing.hasRemaining()) {
        if (!await(SelectionKey.OP_WRITE, SEND_TIMEOUT)) {
          throw lost("took no bytes for " + SEND_TIMEOUT.toSeconds() + " s");
        }
        channel.write(outgoing);
      }
    } catch (IOException e) {
      throw lost(e.getMessage());
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    try {
      if (!await(SelectionKey.OP_READ, timeout)) {
        return new byte[0];
      }
      received.clear();
      int count = channel.read(received);
      if (count < 0) {
        throw lost("closed by the other side");
      }
      return Arrays.copyOf(received.array(), count);
    } catch (IOException e) {
      throw lost(e.getMessage());
    }
  }

  /// Waits until the channel is ready for an operation.
  private boolean await(int operation, Duration timeout) throws IOException, InterruptedException {
    channel.keyFor(selector).interestOps(operation);
    selector.selectedKeys().clear();
    if (timeout.isZero()) {
      selector.selectNow();
    } else {
      selector.select(Math.max(1, timeout.toMillis()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return !selector.selectedKeys().isEmpty();
  }

  private TransportException lost(@Nullable String reason) {
    return new TransportException(Kind.LOST, address + ": " + reason);
  }

  @Override
  public void close() {
    try (channel;
        selector) {
      // Both are closed on leaving, also when closing one fails.
    } catch (IOException e) {
      // The link is given up either way, and the descriptors are freed.
    }
  }
}
