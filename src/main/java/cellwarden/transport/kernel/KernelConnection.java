package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.kernel.gatt.AttClient;
import cellwarden.transport.kernel.gatt.GattDiscovery.GattHandles;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// A link over which frames flow as written values and notifications.
final class KernelConnection implements Connection {

  private static final byte[] NOTHING = {};

  private final KernelLink link;
  private final KnownPeer known;
  private final AttClient att;
  private final GattHandles handles;

  private boolean asked;
  private boolean heard;
  private boolean refused;
  private boolean closed;

  KernelConnection(KernelLink link, KnownPeer known, AttClient att, GattHandles handles) {
    this.link = link;
    this.known = known;
    this.att = att;
    this.handles = handles;
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    asked = true;
    try {
      for (int from = 0; from < bytes.length; from += AttClient.LARGEST_VALUE) {
        int to = Math.min(bytes.length, from + AttClient.LARGEST_VALUE);
        byte[] value = Arrays.copyOfRange(bytes, from, to);
        if (handles.confirmsWrites()) {
          att.writeRequest(handles.requests(), value, Deadline.in(AttClient.ANSWER));
        } else {
          att.writeCommand(handles.requests(), value);
        }
      }
    } catch (LinkException e) {
      refused |= e.kind() == Kind.REFUSED;
      throw KernelTroubles.during("sending a request", link.battery(), e);
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    try {
      Optional<byte[]> fragment = att.receive(handles.notifications(), Deadline.in(timeout));
      heard |= fragment.isPresent();
      return fragment.orElse(NOTHING);
    } catch (LinkException e) {
      if (e.kind() != Kind.FLOODED) {
        throw KernelTroubles.during("waiting for an answer", link.battery(), e);
      }
      if (timeout.isZero()) {
        throw BleTrouble.DROPPED.at(link.battery(), "given up among " + e.getMessage(), e);
      }
      return NOTHING;
    }
  }

  @Override
  public OptionalInt rssi() {
    return link.rssi();
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return Optional.of(BleAddress.Stack.KERNEL);
  }

  /// Attributes that carried nothing are not taken for granted the next time.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (refused || att.hasOthers() || (asked && !heard)) {
      known.forgetHandles();
    }
    link.close();
  }
}
