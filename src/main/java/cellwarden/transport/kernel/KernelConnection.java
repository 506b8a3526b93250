package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.kernel.gatt.AttClient;
import cellwarden.transport.kernel.gatt.AttError;
import cellwarden.transport.kernel.gatt.GattDiscovery;
import cellwarden.transport.kernel.gatt.GattDiscovery.GattHandles;
import cellwarden.transport.kernel.socket.BluetoothSockets.Link;
import cellwarden.transport.kernel.socket.Errno;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import cellwarden.transport.kernel.socket.Management;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A link that stands, over which frames flow as written values and notifications.
final class KernelConnection implements Connection {

  private static final byte[] NOTHING = {};
  private static final byte[] NOTIFY = {1, 0};
  private static final byte[] INDICATE = {2, 0};

  private final KnownPeer peer;
  private final Link link;
  private final Management management;
  private final StepTimes times;
  private final AttClient att;

  /// For words: what is being done.
  private String step = "resolving services";

  private @Nullable GattHandles handles;
  private boolean asked;
  private boolean heard;
  private boolean refused;
  private boolean closed;

  /// @param times of the steps, at the end of the connect
  KernelConnection(KnownPeer peer, Link link, Management management, StepTimes times) {
    this.peer = peer;
    this.link = link;
    this.management = management;
    this.times = times;
    this.att = new AttClient(link.socket());
  }

  /// Makes frames flow: finds the attributes, or takes those that were found before, and switches
  /// the battery's notifications on.
  KernelConnection prepare(Deadline deadline) throws BleException, InterruptedException {
    try {
      Optional<GattHandles> before = peer.handles();
      if (before.isEmpty() || !areTaken(before.get(), deadline)) {
        step = "resolving services";
        GattHandles found =
            new GattDiscovery(att.until(deadline), peer.battery().writeHandle()).resolve();
        switchOn(found, deadline);
        peer.remember(found);
      }
      times.done("notify");
      return this;
    } catch (LinkException e) {
      throw trouble(e);
    }
  }

  /// Whether the battery still takes attributes of before; another firmware may have moved
  /// everything.
  private boolean areTaken(GattHandles before, Deadline deadline)
      throws LinkException, InterruptedException {
    try {
      switchOn(before, deadline);
      return true;
    } catch (LinkException e) {
      if (e.kind() != Kind.REFUSED) {
        throw e;
      }
      peer.forgetHandles();
      if (AttError.wantsPairing(e.code())) {
        throw e;
      }
      return false;
    }
  }

  private void switchOn(GattHandles found, Deadline deadline)
      throws LinkException, InterruptedException {
    times.done("resolve");
    step = "switching notifications on";
    handles = found;
    if (found.cccd().isPresent()) {
      byte[] value = found.indicates() ? INDICATE : NOTIFY;
      att.writeRequest(found.cccd().getAsInt(), value, deadline);
    }
  }

  private GattHandles handles() {
    if (handles == null) {
      throw new IllegalStateException("not prepared");
    }
    return handles;
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    asked = true;
    step = "sending a request";
    try {
      for (int from = 0; from < bytes.length; from += AttClient.LARGEST_VALUE) {
        int to = Math.min(bytes.length, from + AttClient.LARGEST_VALUE);
        byte[] value = Arrays.copyOfRange(bytes, from, to);
        if (handles().confirmsWrites()) {
          att.writeRequest(handles().requests(), value, Deadline.in(AttClient.ANSWER));
        } else {
          att.writeCommand(handles().requests(), value);
        }
      }
    } catch (LinkException e) {
      refused |= e.kind() == Kind.REFUSED;
      BleException trouble = trouble(e);
      if (trouble.trouble() == BleTrouble.WANTS_PAIRING) {
        peer.refused(trouble);
      }
      throw trouble;
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    step = "waiting for an answer";
    try {
      Optional<byte[]> fragment = att.receive(handles().notifications(), Deadline.in(timeout));
      heard |= fragment.isPresent();
      return fragment.orElse(NOTHING);
    } catch (LinkException e) {
      if (e.kind() != Kind.FLOODED) {
        throw trouble(e);
      }
      if (timeout.isZero()) {
        throw BleTrouble.DROPPED.at(peer.battery(), "given up among " + e.getMessage(), e);
      }
      return NOTHING;
    }
  }

  private BleException trouble(LinkException e) {
    BleAddress battery = peer.battery();
    String words = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case CONNECT, CONNECTING, SYSTEM ->
          BleTrouble.DROPPED.at(battery, Errno.words(e.code()) + ", while " + step, e);
      case SILENT, FLOODED -> BleTrouble.STUCK.at(battery, step, e);
      case REFUSED ->
          AttError.wantsPairing(e.code())
              ? BleTrouble.WANTS_PAIRING.at(battery, words, e)
              : BleTrouble.CONNECT_FAILED.at(battery, step + ": " + words, e);
      case NOT_JBD -> BleTrouble.NOT_JBD.at(battery, words, e);
    };
  }

  @Override
  public OptionalInt rssi() {
    return link.socket().isUp() ? management.rssi(link) : OptionalInt.empty();
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return Optional.of(BleAddress.Stack.KERNEL);
  }

  @Override
  public Optional<String> layout() {
    return Optional.of(
        "requests to handle 0x%04x, %s of handle 0x%04x"
            .formatted(
                handles().requests(),
                handles().indicates() ? "indications" : "notifications",
                handles().notifications()));
  }

  /// Ends the link at once where this process may; otherwise the kernel does after 2 s.
  ///
  /// That takes it from nobody: as long as this socket is up, the kernel gives the attribute
  /// protocol of the link to no other program. If it is not, the link may be another program's by
  /// now.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (refused || att.hasOthers() || (asked && !heard)) {
      // Attributes that carried nothing are not taken for granted the next time.
      peer.forgetHandles();
    }
    times.begin();
    if (link.socket().isUp()) {
      management.end(link);
    }
    link.socket().close();
    times.ended(peer.battery(), BleAddress.Stack.KERNEL);
  }
}
