package cellwarden.simulator;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The TCP client that is being served: what it sent is taken, what is due is written.
final class ServedClient implements AutoCloseable {

  private static final int READ_SIZE = 512;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Outbox outbox = new Outbox();
  private final ByteBuffer incoming = ByteBuffer.allocate(READ_SIZE);
  private ByteBuffer outgoing = NOTHING;

  private ServedClient(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  static ServedClient of(SocketChannel channel, Selector selector) throws IOException {
    try {
      channel.configureBlocking(false);
      // Each fragment is to arrive by itself, as far as TCP allows that.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new ServedClient(channel, channel.register(selector, SelectionKey.OP_READ));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// How long until there is something to write; empty while nothing waits or the socket takes no
  /// more.
  Optional<Duration> untilNext(long now) {
    return outgoing.hasRemaining() ? Optional.empty() : outbox.untilNext(now);
  }

  /// Reads what came.
  ///
  /// @return false when the client has left
  boolean take(SimulatedBms bms, long now) throws IOException {
    incoming.clear();
    int count = channel.read(incoming);
    if (count > 0) {
      outbox.add(bms.receive(Arrays.copyOf(incoming.array(), count)), now);
    }
    return count >= 0;
  }

  /// Writes what is due.
  ///
  /// @return false when the BMS hangs up
  boolean send(long now) throws IOException {
    while (flushed()) {
      Optional<Delivery> next = outbox.take(now);
      if (next.isEmpty()) {
        return true;
      }
      switch (next.get()) {
        case Delivery.Fragment fragment -> outgoing = ByteBuffer.wrap(fragment.bytes().toBytes());
        case Delivery.HangUp _ -> {
          return false;
        }
      }
    }
    return true;
  }

  private boolean flushed() throws IOException {
    channel.write(outgoing);
    boolean flushed = !outgoing.hasRemaining();
    key.interestOps(flushed ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    return flushed;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
