package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.BluetoothSockets.Link;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.BluetoothSockets.Traffic;
import cellwarden.transport.kernel.socket.Errno;
import cellwarden.transport.kernel.socket.KernelSockets;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import cellwarden.transport.kernel.socket.Management;
import cellwarden.transport.kernel.socket.PeerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Batteries over the Linux kernel's own Bluetooth sockets: no daemon, no scan, no D-Bus.
///
/// Batteries do not wait for each other; the kernel connects to several at once, and shares the
/// radio among their links.
public final class KernelStack implements BleStack {

  private final BluetoothSockets sockets;
  private final AdapterCheck check;
  private final Management management;
  private final HangWatch hangs;
  private final CutOffConnect cutOff;
  private final Map<BleAddress, KnownPeer> known = new ConcurrentHashMap<>();

  /// Opens nothing yet.
  public KernelStack() {
    this(new KernelSockets(), AdapterCheck.SYSTEM);
  }

  KernelStack(BluetoothSockets sockets, AdapterCheck check) {
    this.sockets = sockets;
    this.check = check;
    this.management = new Management(sockets);
    this.hangs = new HangWatch(sockets, management);
    this.cutOff = new CutOffConnect(sockets, management);
  }

  /// Also makes ready what the first connect would else take 0.1 s for.
  @Override
  public Optional<String> obstacle() {
    return sockets.obstacle();
  }

  @Override
  public List<Adapter> adapters(Duration timeout) throws TransportException {
    try {
      return management.adapters();
    } catch (LinkException e) {
      throw e.kind() == Kind.SILENT
          ? BleTrouble.ADAPTER_HANGS.anywhere("of this machine", e)
          : BleTrouble.NO_SOCKETS.anywhere(Errno.words(e.code()), e);
    }
  }

  @Override
  public Supplier<Optional<String>> watchForHanging() {
    Map<Adapter, Traffic> before = hangs.closely();
    return () -> hangs.hanging(before);
  }

  @Override
  public Transport transport(BleAddress address, BooleanSupplier bonded) {
    KnownPeer peer = known.computeIfAbsent(address, KnownPeer::new);
    return timeout -> connect(peer, bonded.getAsBoolean(), Deadline.in(timeout));
  }

  private Connection connect(KnownPeer peer, boolean bonded, Deadline deadline)
      throws TransportException, InterruptedException {
    StepTimes times = new StepTimes();
    Optional<String> obstacle = sockets.obstacle();
    if (obstacle.isPresent()) {
      throw BleTrouble.NO_SOCKETS.at(peer.battery(), obstacle.get());
    }
    Optional<BleException> refusal = peer.takeRefusal();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Link link = link(peer, bonded, deadline);
    times.connected();
    KernelConnection connection = new KernelConnection(peer, link, management, times);
    try (OnFailure undo = new OnFailure(connection::close)) {
      return undo.keep(connection.prepare(deadline));
    }
  }

  /// A link that was just opened, else the reason why there is none.
  private Link link(KnownPeer peer, boolean bonded, Deadline deadline)
      throws BleException, InterruptedException {
    String adapter = adapter(peer.battery());
    PeerAddress address = peer.address();
    Map<Adapter, Traffic> before = hangs.look();
    try {
      Link link = opened(adapter, address, bonded, deadline);
      peer.reached(address.type());
      hangs.reached();
      return link;
    } catch (LinkException e) {
      failIfNoAdapter(peer.battery());
      if (e.kind() != Kind.SILENT) {
        throw bonded && e.code() == Errno.ECONNABORTED
            ? BleTrouble.WANTS_PAIRING.at(peer.battery(), "it does not know the bond any more", e)
            : trouble(peer.battery(), e);
      }
      Optional<String> hanging = hangs.notReached(before);
      if (hanging.isPresent()) {
        throw BleTrouble.ADAPTER_HANGS.at(peer.battery(), hanging.get(), e);
      }
      peer.notReached(address.type());
      throw BleTrouble.NO_CONNECT.at(peer.battery(), deadline.words(), e);
    }
  }

  /// A connect that is cut off, by whatever, leaves no link.
  private Link opened(String adapter, PeerAddress address, boolean bonded, Deadline deadline)
      throws LinkException, InterruptedException {
    Link link = sockets.connect(adapter, address, bonded);
    boolean up = false;
    Duration patience = Duration.ZERO;
    try {
      link.socket().awaitConnect(deadline);
      up = true;
      return link;
    } catch (InterruptedException e) {
      patience = CutOffConnect.USUAL;
      throw e;
    } finally {
      if (!up) {
        cutOff.end(link, patience);
      }
    }
  }

  /// MAC address of the adapter that the user chose, else of any.
  private String adapter(BleAddress battery) throws BleException {
    if (battery.adapter().isEmpty()) {
      return BluetoothSockets.ANY_ADAPTER;
    }
    try {
      return usable(battery).getFirst().mac();
    } catch (LinkException e) {
      throw e.kind() == Kind.SILENT
          ? BleTrouble.ADAPTER_HANGS.at(battery, battery.adapter().get(), e)
          : trouble(battery, e);
    }
  }

  private List<Adapter> usable(BleAddress battery) throws BleException, LinkException {
    return check.usable(Optional.of(battery), management.adapters());
  }

  private void failIfNoAdapter(BleAddress battery) throws BleException {
    try {
      usable(battery);
    } catch (LinkException e) {
      // They cannot be asked; then it is said how the connect failed.
    }
  }

  /// Before there is a link, with the adapter as it should be.
  private static BleException trouble(BleAddress battery, LinkException e) {
    BleTrouble trouble =
        switch (e.code()) {
          case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT, Errno.EPERM -> BleTrouble.NO_SOCKETS;
          case Errno.EACCES ->
              e.kind() == Kind.CONNECTING ? BleTrouble.WANTS_PAIRING : BleTrouble.NO_SOCKETS;
          case Errno.EBADE -> BleTrouble.WANTS_PAIRING;
          case Errno.EBUSY ->
              e.kind() == Kind.CONNECT ? BleTrouble.IN_USE : BleTrouble.CONNECT_FAILED;
          default -> BleTrouble.CONNECT_FAILED;
        };
    return trouble.at(battery, trouble == BleTrouble.IN_USE ? "" : Errno.words(e.code()), e);
  }

  @Override
  public boolean forget(BleAddress address, Duration timeout) {
    KnownPeer peer = known.get(address);
    return peer != null && peer.forget();
  }

  /// The kernel does not say who scans.
  @Override
  public Optional<String> use(String adapter, Set<String> own, Duration timeout)
      throws TransportException {
    for (Adapter one : adapters(timeout)) {
      if (one.name().equals(adapter)) {
        return sockets.links(one).entrySet().stream()
            .filter(link -> link.getValue() == LinkState.UP && !own.contains(link.getKey()))
            .map(link -> "another program holds a link to " + link.getKey())
            .findFirst();
      }
    }
    return Optional.empty();
  }

  @Override
  public void powerCycle(String adapter, Duration timeout) throws TransportException {
    try {
      management.powerCycle(adapter, timeout);
    } catch (LinkException e) {
      TransportException.Kind kind =
          e.code() == Management.PERMISSION_DENIED
              ? TransportException.Kind.DENIED
              : TransportException.Kind.UNREACHABLE;
      throw new TransportException(kind, adapter + ": " + e.getMessage(), e);
    }
  }

  /// Nothing is open between connections.
  @Override
  public void close() {}
}
