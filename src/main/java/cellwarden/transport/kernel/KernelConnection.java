package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.kernel.LinkException.Crowded;
import cellwarden.transport.kernel.LinkException.Refused;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// A link over which frames flow as written values and notifications.
final class KernelConnection implements Connection {

  private static final byte[] NOTHING = {};

  private final BleAddress address;
  private final KnownPeer known;
  private final KernelLink link;
  private final AttClient att;
  private final GattHandles handles;

  private boolean asked;
  private boolean heard;
  private boolean misfit;

  KernelConnection(
      BleAddress address, KnownPeer known, KernelLink link, AttClient att, GattHandles handles) {
    this.address = address;
    this.known = known;
    this.link = link;
    this.att = att;
    this.handles = handles;
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    asked = true;
    try {
      for (int from = 0; from < bytes.length; from += Att.LARGEST_VALUE) {
        int to = Math.min(bytes.length, from + Att.LARGEST_VALUE);
        write(Arrays.copyOfRange(bytes, from, to));
      }
    } catch (LinkException e) {
      misfit |= e instanceof Refused;
      throw new KernelTroubles(address).during("sending a request", e);
    }
  }

  private void write(byte[] value) throws LinkException, InterruptedException {
    if (handles.confirmsWrites()) {
      att.ask(Att.write(Att.WRITE_REQUEST, handles.requests(), value));
    } else {
      att.tell(Att.write(Att.WRITE_COMMAND, handles.requests(), value));
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    try {
      return fragment(Deadline.in(timeout));
    } catch (Crowded e) {
      if (timeout.isZero()) {
        throw BleTrouble.DROPPED.at(address, "given up among " + e.getMessage(), e);
      }
      return NOTHING;
    } catch (LinkException e) {
      throw new KernelTroubles(address).during("waiting for an answer", e);
    }
  }

  private byte[] fragment(Deadline until) throws LinkException, InterruptedException {
    for (int others = 0; ; others++) {
      AttClient.failIfTooMuch(others, until);
      Optional<AttClient.Notification> notification = att.receive(until);
      if (notification.isEmpty()) {
        return NOTHING;
      }
      if (isFragment(notification.get())) {
        return notification.get().value();
      }
    }
  }

  private boolean isFragment(AttClient.Notification notification) {
    boolean ours = notification.handle() == handles.notifications();
    heard |= ours;
    misfit |= !ours;
    return ours && notification.value().length > 0;
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
    if (misfit || (asked && !heard)) {
      known.forgetHandles();
    }
    link.close();
  }
}
