package cellwarden.transport.kernel;

import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.kernel.gatt.FakeAttPeer;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.FakeKernel;
import cellwarden.transport.kernel.socket.HeldLink;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.PeerAddress;
import cellwarden.transport.kernel.socket.SocketPair;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Sockets that lead to a peer and a kernel in the same process.
///
/// What never connects, or is refused late, is a TCP socket: it goes the same way through the code.
public final class FakeSockets implements BluetoothSockets, AutoCloseable {

  public final FakeAttPeer peer = new FakeAttPeer();
  public final FakeKernel kernel = new FakeKernel();
  private final List<PeerAddress> connects = new CopyOnWriteArrayList<>();
  private final List<Closeable> opened = new ArrayList<>();
  private final AtomicReference<@Nullable HeldLink> held = new AtomicReference<>();
  private volatile int errno;
  private volatile int port;
  private @Nullable AddressType type;
  private FakeAttPeer.@Nullable Wire last;
  private volatile boolean bonded;

  /// Every connect fails at once with this error, 0 for none.
  void refuse(int error) {
    errno = error;
  }

  /// From now on no connect comes to an end.
  void leadNowhere() throws IOException {
    type = null;
    port = fullPort();
  }

  /// From now on every connect is refused after a while: the port is bound, so that nobody else
  /// takes it, but does not listen.
  void leadToRefusal() throws IOException {
    Socket mute = new Socket();
    opened.add(mute);
    mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = mute.getLocalPort();
  }

  /// Only connects with this type reach the peer.
  void only(AddressType right) throws IOException {
    leadNowhere();
    type = right;
  }

  /// The next connect gets this link, if there is any; later ones reach the peer.
  void hold(@Nullable HeldLink link) {
    held.set(link);
  }

  /// Whether the last connect was to be encrypted.
  boolean wasBonded() {
    return bonded;
  }

  List<PeerAddress> connects() {
    return List.copyOf(connects);
  }

  /// The peer's end of the last link.
  FakeAttPeer.Wire last() {
    if (last == null) {
      throw new AssertionError("nothing connected");
    }
    return last;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Link connect(String adapter, PeerAddress to, boolean withBond) throws LinkException {
    connects.add(to);
    bonded = withBond;
    if (errno != 0) {
      throw LinkException.failed(LinkException.Kind.CONNECT, errno);
    }
    HeldLink first = held.getAndSet(null);
    if (first != null) {
      return new Link(first.begin(), FakeKernel.ADAPTER, to);
    }
    if (port != 0 && to.type() != type) {
      return new Link(SocketPair.tcp(port), FakeKernel.ADAPTER, to);
    }
    last = peer.connect();
    return new Link(last.pair().socket(), FakeKernel.ADAPTER, to);
  }

  /// A queue that is full: the system leaves further connects unanswered.
  private int fullPort() throws IOException {
    ServerSocket listener = new ServerSocket();
    opened.add(listener);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    for (int i = 0; i < 4; i++) {
      SocketChannel waiting = SocketChannel.open();
      opened.add(waiting);
      waiting.configureBlocking(false);
      waiting.connect(listener.getLocalSocketAddress());
    }
    return listener.getLocalPort();
  }

  @Override
  public Map<String, LinkState> links(Adapter adapter) {
    return kernel.links();
  }

  @Override
  public Optional<Traffic> traffic(Adapter adapter) {
    return Optional.of(kernel.traffic());
  }

  @Override
  public int management() {
    return kernel.open();
  }

  @Override
  public void close() throws IOException {
    for (Closeable resource : opened) {
      resource.close();
    }
  }
}
