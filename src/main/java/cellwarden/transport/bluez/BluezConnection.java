package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.StepTimes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A link over bluetoothd, subscribed to the notifications that carry frames.
final class BluezConnection implements Connection {

  private static final Logger LOG = LoggerFactory.getLogger(BluezConnection.class);

  /// What every link takes in one piece: the smallest MTU of 23 less the header of a write.
  private static final int PIECE = 20;

  private final Link link;
  private final Subscription notifications;
  private final GattCharacteristic1 requests;
  private final boolean acknowledged;
  private final Timing timing;
  private boolean closed;

  private BluezConnection(Link link, FrameCharacteristics characteristics, Timing timing) {
    this.link = link;
    this.notifications = new Subscription(link, characteristics.notifications());
    this.requests = new GattCharacteristic1(link.session().bus(), characteristics.requests());
    this.acknowledged = characteristics.acknowledged();
    this.timing = timing;
  }

  static BluezConnection subscribe(
      Link link, FrameCharacteristics characteristics, Timing timing, Deadline deadline)
      throws TransportException, InterruptedException {
    BluezConnection connection = new BluezConnection(link, characteristics, timing);
    boolean subscribed = false;
    try {
      connection.subscribe(deadline);
      subscribed = true;
      return connection;
    } finally {
      if (!subscribed) {
        connection.unsubscribe();
      }
    }
  }

  private void subscribe(Deadline deadline) throws TransportException, InterruptedException {
    try {
      notifications.start(deadline);
    } catch (BusException e) {
      throw trouble(e, "subscribing to notifications", BleTrouble.CONNECT_FAILED);
    }
    link.steps().done(StepTimes.Step.NOTIFY);
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timing.write());
    for (int from = 0; from < bytes.length; from += PIECE) {
      link.failIfEnded();
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
      try {
        requests.writeValue(piece, acknowledged, deadline);
      } catch (BusException e) {
        throw trouble(e, "taking a request", BleTrouble.DROPPED);
      }
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      byte[] fragment =
          link.inbox().take(Duration.ofNanos(deadline.orIn(timing.look()).leftNanos()));
      if (fragment.length > 0) {
        return fragment;
      }
      if (link.inbox().isSpent()) {
        throw link.dropped();
      }
      if (deadline.isPassed()) {
        return fragment;
      }
      lookAgain();
    }
  }

  private void lookAgain() throws TransportException, InterruptedException {
    try {
      link.lookAgain();
    } catch (BusException e) {
      throw trouble(e, "asking for the link", BleTrouble.DROPPED);
    }
  }

  /// @param step that failed
  /// @param otherwise what it is unless the error says more
  private TransportException trouble(BusException e, String step, BleTrouble otherwise) {
    BleTrouble trouble = Refusals.of(e);
    if (trouble == BleTrouble.WANTS_PAIRING || trouble == BleTrouble.NO_RIGHTS) {
      return trouble.at(link.address(), e.words(), e);
    }
    if (link.inbox().hasEnded()) {
      return link.dropped();
    }
    return e.kind() == BusException.Kind.TIMED_OUT
        ? BleTrouble.STUCK.at(link.address(), step, e)
        : otherwise.at(link.address(), e.words(), e);
  }

  @Override
  public OptionalInt rssi() {
    return link.rssi();
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return Optional.of(BleAddress.Stack.BLUEZ);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    link.steps().begin();
    unsubscribe();
    link.close();
    link.steps().done(StepTimes.Step.END);
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", link.steps().line(link.address(), BleAddress.Stack.BLUEZ));
    }
  }

  private void unsubscribe() {
    notifications.stop(timing.parting());
  }
}
