package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.time.SystemTime;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A battery on a TCP bridge, on a line on which somebody else asks too, read over a connection
/// that is kept.
final class UnaskedTalkTest {

  private static final BatteryConfig KEPT = Batteries.named("myBattery").withKeepAlive(true);

  private static final int REQUEST_SIZE = 7;

  private ServerSocketChannel listener;

  /// The cycle count of every answer from now on.
  private final AtomicInteger stamp = new AtomicInteger(1);

  private final BlockingQueue<SocketChannel> links = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().name("bridge").start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  /// The link is filled with answers until it takes no more, so that all of them are older than the
  /// request that follows. Each poll has a stamp of its own.
  @Test
  void everyValueIsYoungerThanItsQuestion() throws Exception {
    int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    try (BatteryReader reader =
        new BatteryReader(
            KEPT,
            new TcpTransport(new TcpAddress("127.0.0.1", port)),
            RefusedPasswords.inMemory(),
            SystemTime.start(),
            new Random(1))) {
      for (int poll = 1; poll <= 3; poll++) {
        Sample sample = reader.read();
        assertThat(sample.values().get(Metric.CYCLES)).isEqualTo(stamp.get());
        fill(links.take());
        stamp.incrementAndGet();
      }
    }
  }

  /// Serves one client after another.
  private void accept() {
    while (listener.isOpen()) {
      try (SocketChannel link = listener.accept();
          Selector selector = Selector.open()) {
        link.configureBlocking(false);
        link.register(selector, SelectionKey.OP_READ);
        links.add(link);
        answer(link, selector);
      } catch (IOException e) {
        // The client hung up or the test is over.
      }
    }
  }

  private void answer(SocketChannel link, Selector selector) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(REQUEST_SIZE);
    while (link.read(request) >= 0) {
      if (request.hasRemaining()) {
        selector.select();
      } else {
        synchronized (link) {
          link.write(ByteBuffer.wrap(answerTo(HexFormat.of().formatHex(request.array()))));
        }
        request.clear();
      }
    }
  }

  private byte[] answerTo(String request) {
    return switch (request) {
      case Answers.READ_BASIC -> basic();
      case Answers.READ_CELLS -> Answers.cells();
      default -> Answers.model();
    };
  }

  private void fill(SocketChannel link) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(100_000);
    while (frames.remaining() > 100) {
      frames.put(basic()).put(Answers.cells());
    }
    frames.flip();
    synchronized (link) {
      while (link.write(frames) > 0) {
        if (!frames.hasRemaining()) {
          frames.rewind();
        }
      }
    }
  }

  private byte[] basic() {
    return Answers.answer(0x03, Answers.BASIC.replace(" 002a ", " %04x ".formatted(stamp.get())));
  }
}
