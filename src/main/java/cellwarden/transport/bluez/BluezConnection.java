package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A link over bluetoothd, subscribed to the notifications that carry frames.
final class BluezConnection implements Connection {

  private static final Method WRITE =
      new Method(ObjectTree.CHARACTERISTIC, "WriteValue", "aya{sv}");

  /// What every link takes in one piece: the smallest MTU of 23 less the header of a write.
  private static final int PIECE = 20;

  private static final byte[] NOTHING = {};

  private final BluezLink link;
  private final FrameCharacteristics characteristics;
  private final Subscription subscription;
  private boolean closed;

  private BluezConnection(BluezLink link, FrameCharacteristics characteristics) {
    this.link = link;
    this.characteristics = characteristics;
    this.subscription = new Subscription(link.device().bus(), characteristics.notifications());
  }

  static BluezConnection subscribe(
      BluezLink link, FrameCharacteristics characteristics, Deadline deadline)
      throws BleException, InterruptedException {
    BluezConnection connection = new BluezConnection(link, characteristics);
    try (OnFailure undo = new OnFailure(connection::unsubscribe)) {
      connection.subscription.start(link.queue(), deadline);
      link.times().done(StepTimes.Step.NOTIFY);
      return undo.keep(connection);
    } catch (BusException e) {
      throw connection.trouble(e, "subscribing to notifications", BleTrouble.CONNECT_FAILED);
    }
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(link.timeouts().answer());
    Map<String, String> options =
        Map.of("type", characteristics.acknowledged() ? "request" : "command");
    for (int from = 0; from < bytes.length; from += PIECE) {
      link.failIfEnded();
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
      try {
        link.device().bus().call(characteristics.requests(), WRITE, piece, options).await(deadline);
      } catch (BusException e) {
        throw trouble(e, "taking a request", BleTrouble.DROPPED);
      }
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    NotificationQueue queue = link.queue();
    while (true) {
      link.device().tree().await(queue::hasNews, deadline.orIn(link.timeouts().look()));
      Optional<byte[]> fragment = queue.next();
      if (fragment.isPresent()) {
        return fragment.get();
      }
      link.failIfEnded();
      if (deadline.isPassed()) {
        return NOTHING;
      }
      try {
        link.lookAgain();
      } catch (BusException e) {
        throw trouble(e, "asking for the link", BleTrouble.DROPPED);
      }
    }
  }

  /// @param step that failed
  /// @param otherwise what it is unless the error says more
  private BleException trouble(BusException e, String step, BleTrouble otherwise) {
    BleTrouble trouble = BluezTroubles.of(e);
    if (trouble == BleTrouble.WANTS_PAIRING || trouble == BleTrouble.NO_RIGHTS) {
      return trouble.at(link.battery(), e.words(), e);
    }
    if (link.queue().hasEnded()) {
      return link.dropped();
    }
    return e.kind() == BusException.Kind.TIMED_OUT
        ? BleTrouble.STUCK.at(link.battery(), step, e)
        : otherwise.at(link.battery(), e.words(), e);
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
    if (!closed) {
      closed = true;
      link.times().begin();
      unsubscribe();
      link.close();
      link.times().done(StepTimes.Step.END);
      link.times().log(link.battery(), BleAddress.Stack.BLUEZ);
    }
  }

  private void unsubscribe() {
    subscription.stop(link.queue(), link.timeouts().parting());
  }
}
