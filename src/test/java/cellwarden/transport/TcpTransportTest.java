package cellwarden.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.testing.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TcpTransportTest implements TransportContract {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private String address = "";

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  @Override
  public Transport toBms() throws IOException {
    return to(Answers::to);
  }

  @Override
  public Transport toBmsThatHangsUp() throws IOException {
    return to(_ -> Reply.of(Arrays.copyOf(Answers.cells(), 5)).thenLost());
  }

  /// Bound, so that nobody else takes the port, but not listening.
  @Override
  public Transport toNothing() throws IOException {
    Socket mute = new Socket();
    opened.push(mute);
    mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return transport(mute.getLocalPort());
  }

  /// A queue that is full: the system leaves further connects unanswered.
  @Override
  public Transport toNowhere() throws IOException {
    ServerSocket listener = listener(1);
    opened.push(listener);
    fill(listener);
    return transport(listener.getLocalPort());
  }

  /// A queue that is full: the system leaves further connects unanswered.
  private void fill(ServerSocket listener) throws IOException {
    for (int i = 0; i < 4; i++) {
      SocketChannel waiting = SocketChannel.open();
      opened.push(waiting);
      waiting.configureBlocking(false);
      waiting.connect(listener.getLocalSocketAddress());
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Test
  void saysThatNothingListens() throws Exception {
    Transport transport = toNothing();

    assertThatThrownBy(() -> transport.connect(LONG))
        .hasMessage(address + ": nothing listens there (Connection refused)");
  }

  /// As OpenJDK 25 of Debian 13 says it.
  @Test
  void saysThatNothingListensInTheSameWordsOnEachJdk() {
    assertThat(
            TcpTransport.problem(new ConnectException("Connection refused (connect failed)"), LONG))
        .isEqualTo("nothing listens there (Connection refused)");
  }

  @Test
  void saysHowLongItTriedToConnect() throws Exception {
    Transport transport = toNowhere();

    assertThatThrownBy(() -> transport.connect(Duration.ofMillis(50)))
        .hasMessage(address + ": no connection within 50 ms");
  }

  @Test
  void saysThatNoHostHasTheName() {
    TcpTransport transport = new TcpTransport(new TcpAddress("no-such-host.invalid", 8899));

    assertThatThrownBy(() -> transport.connect(LONG))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.NOT_FOUND))
        .hasMessage("tcp:no-such-host.invalid:8899: no host is called no-such-host.invalid");
  }

  @Test
  void doesNotWaitForTheNameServiceBeyondTheTimeLimit() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    opened.push(answer::countDown);
    TcpTransport transport =
        new TcpTransport(
            new TcpAddress("slow.example", 8899),
            _ -> {
              lookups.incrementAndGet();
              awaitUninterruptibly(answer);
              throw new UnknownHostException();
            });

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> transport.connect(Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNREACHABLE))
          .hasMessage(
              "tcp:slow.example:8899: the name service did not find slow.example within 50 ms");
    }
    TransportContract.assertInterruptEnds(() -> transport.connect(LONG).close());
    assertThat(lookups.get()).as("look-ups at a time").isLessThanOrEqualTo(1);

    answer.countDown();
    assertThatThrownBy(() -> transport.connect(LONG)).hasMessageContaining("no host is called");
  }

  @Test
  void looksUpAgainWhatWasNotFound() throws Exception {
    TcpPeer peer = TcpPeer.answering(Answers::to);
    opened.push(peer);
    AtomicBoolean known = new AtomicBoolean();
    TcpTransport transport =
        new TcpTransport(
            new TcpAddress("bridge.example", peer.address().port()),
            host -> {
              if (!known.get()) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    assertThatThrownBy(() -> transport.connect(LONG)).hasMessageContaining("no host is called");

    known.set(true);
    transport.connect(LONG).close();
  }

  @Test
  void triesEveryAddressOfAName() throws Exception {
    TcpPeer peer = TcpPeer.answering(Answers::to);
    opened.push(peer);
    InetAddress refusing = InetAddress.ofLiteral("127.0.0.2");
    TcpTransport transport =
        new TcpTransport(
            new TcpAddress("bridge.example", peer.address().port()),
            _ -> new InetAddress[] {refusing, InetAddress.getLoopbackAddress()});

    transport.connect(LONG).close();
  }

  /// The first never answers, and must not take the time of the second.
  @Test
  void sharesTheTimeAmongTheAddressesOfAName() throws Exception {
    InetAddress silent = InetAddress.ofLiteral("127.0.0.2");
    ServerSocket full = new ServerSocket();
    full.bind(new InetSocketAddress(silent, 0), 1);
    opened.push(full);
    fill(full);
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 50);
    opened.push(listener);
    TcpTransport transport =
        new TcpTransport(
            new TcpAddress("bridge.example", full.getLocalPort()),
            _ -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()});

    Guard.grow(Duration.ofMillis(500), timeout -> transport.connect(timeout).close());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // Name services hear no interrupt.
      }
    }
  }

  @Test
  void sendsMoreThanTheSystemBuffers() throws Exception {
    byte[] huge = new byte[16 << 20];
    new Random(1).nextBytes(huge);
    ServerSocket listener = listener(1);
    opened.push(listener);
    FutureTask<byte[]> received =
        new FutureTask<>(() -> {
          try (Socket client = listener.accept()) {
            return client.getInputStream().readAllBytes();
          }
        });
    Thread.ofPlatform().start(received);

    try (Connection link = transport(listener.getLocalPort()).connect(LONG)) {
      link.send(huge);
    }

    assertThat(received.get()).isEqualTo(huge);
  }

  @Test
  void endsASendThatNobodyTakesOnAnInterrupt() throws Exception {
    ServerSocket listener = listener(1);
    opened.push(listener);
    try (Connection link = transport(listener.getLocalPort()).connect(LONG)) {
      TransportContract.assertInterruptEnds(() -> {
        while (true) {
          link.send(new byte[16 << 20]);
        }
      });
    }
  }

  @Test
  void isLostWhenTheOtherSideResets() throws Exception {
    ServerSocket listener = listener(1);
    opened.push(listener);
    try (Connection link = transport(listener.getLocalPort()).connect(LONG)) {
      Socket client = listener.accept();
      client.setSoLinger(true, 0);
      client.close();

      assertThatThrownBy(() -> link.receive(LONG))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST))
          .hasMessageStartingWith(address + ": ");
    }
  }

  @Test
  void leavesNoDescriptorsBehind() throws Exception {
    Transport bms = toBms();
    Transport nothing = toNothing();
    bms.connect(LONG).close();
    long before = descriptors();

    for (int i = 0; i < 1000; i++) {
      bms.connect(LONG).close();
      assertThatThrownBy(() -> nothing.connect(LONG)).isInstanceOf(TransportException.class);
    }

    // The peer closes its end of the last connection whenever it likes.
    Guard.await("the end of each connection", () -> descriptors() < before + 20);
  }

  @Test
  void leavesNoDescriptorsBehindWhenNothingAnswers() throws Exception {
    Transport nowhere = toNowhere();
    long before = descriptors();

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> nowhere.connect(Duration.ofMillis(1)))
          .isInstanceOf(TransportException.class);
    }

    Guard.await("the end of each connection", () -> descriptors() < before + 20);
  }

  private Transport to(Function<String, Reply> answers) throws IOException {
    TcpPeer peer = TcpPeer.answering(answers);
    opened.push(peer);
    return transport(peer.address().port());
  }

  private Transport transport(int port) {
    TcpAddress target = new TcpAddress("127.0.0.1", port);
    address = target.toString();
    return new TcpTransport(target);
  }

  private static ServerSocket listener(int backlog) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
    return listener;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}
