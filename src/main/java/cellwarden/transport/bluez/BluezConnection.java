package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.bluez.AdapterTurns.Turn;
import cellwarden.transport.bluez.bus.BusCall;
import cellwarden.transport.bluez.bus.BusException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A link over bluetoothd from the order to connect until its end, with a subscription to the
/// notifications that carry frames.
final class BluezConnection implements Connection {

  /// What every link takes in one piece: the smallest MTU of 23 less the header of a write.
  private static final int PIECE = 20;

  private static final byte[] NOTHING = {};

  private final Bluez bluez;
  private final BleAddress battery;
  private final BluezDevice device;
  private final OptionalInt rssi;
  private final boolean shared;
  private final NotificationQueue queue = new NotificationQueue();
  private final StepTimes times = new StepTimes();
  private @Nullable FrameCharacteristics characteristics;
  private boolean ordered;
  private boolean resolved;
  private boolean closed;

  /// @param rssi at which the device was heard just now
  /// @param shared whether the link stood before
  BluezConnection(
      Bluez bluez, BleAddress battery, BluezDevice device, OptionalInt rssi, boolean shared) {
    this.bluez = bluez;
    this.battery = battery;
    this.device = device;
    this.rssi = rssi;
    this.shared = shared;
  }

  /// Takes note of what happens to the link from now on.
  void watch() {
    ordered = true;
    device.tree().watch(device.path(), queue);
    bluez.held().add(device.path());
  }

  /// Connects and waits until bluetoothd knows the services.
  ///
  /// @return false when the turn was over before the device answered
  boolean connect(Turn turn, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    if (device.isResolved()) {
      // Of a former link: a signal was lost.
      device.refresh(deadline);
    }
    BusCall connect = device.connect();
    ordered = true;
    while (!connect.isAnsweredBy(deadline.orIn(bluez.timeouts().look()))) {
      if (deadline.isPassed()) {
        throw BleTrouble.NO_CONNECT.at(battery, deadline.words());
      }
      if (turn.isOver()) {
        return false;
      }
    }
    try {
      connect.await(deadline);
    } catch (BusException e) {
      // It left nothing to end: a Disconnect would only hit the link or the attempt of another
      // program.
      ordered = false;
      throw e;
    }
    times.connected();
    watch();
    awaitServices(turn, deadline);
    resolved = true;
    times.done("resolve");
    return true;
  }

  private void awaitServices(Turn turn, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    Duration patience = bluez.timeouts().firstLook();
    while (queue.hasEnded() || !device.isResolved()) {
      device.tree().await(() -> queue.hasEnded() || device.isResolved(), deadline.orIn(patience));
      if (queue.hasEnded() || !device.isResolved()) {
        if (deadline.isPassed() || (turn.isOver() && !device.isResolved())) {
          throw BleTrouble.STUCK.at(battery, "resolving services");
        }
        // Also when it is said to have ended: that may have been a former link.
        queue.reopen();
        lookAgain();
        failIfEnded();
        patience = bluez.timeouts().look();
      }
    }
  }

  /// Has the frames come.
  void subscribe(FrameCharacteristics frames, Deadline deadline)
      throws BleException, InterruptedException {
    characteristics = frames;
    try {
      frames.notifications().start(queue, deadline);
    } catch (BusException e) {
      throw trouble(e, "subscribing to notifications", BleTrouble.CONNECT_FAILED);
    }
    times.done("notify");
  }

  @Override
  public void send(byte[] bytes) throws TransportException, InterruptedException {
    FrameCharacteristics frames = Objects.requireNonNull(characteristics, "not subscribed");
    Deadline deadline = Deadline.in(bluez.timeouts().answer());
    for (int from = 0; from < bytes.length; from += PIECE) {
      failIfEnded();
      try {
        int to = Math.min(bytes.length, from + PIECE);
        frames.write(Arrays.copyOfRange(bytes, from, to), deadline);
      } catch (BusException e) {
        throw trouble(e, "taking a request", BleTrouble.DROPPED);
      }
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      device.tree().await(queue::hasNews, deadline.orIn(bluez.timeouts().look()));
      Optional<byte[]> fragment = queue.next();
      if (fragment.isPresent()) {
        return fragment.get();
      }
      failIfEnded();
      if (deadline.isPassed()) {
        return NOTHING;
      }
      try {
        lookAgain();
      } catch (BusException e) {
        throw trouble(e, "asking for the link", BleTrouble.DROPPED);
      }
    }
  }

  /// Asks bluetoothd whether the link stands: its signals are sometimes lost.
  private void lookAgain() throws BusException, InterruptedException {
    if (!device.isConnected(Deadline.in(bluez.timeouts().answer()))) {
      queue.gone("disconnected");
    }
  }

  private void failIfEnded() throws BleException {
    if (queue.hasEnded()) {
      throw dropped();
    }
  }

  private BleException dropped() {
    return BleTrouble.DROPPED.at(battery, queue.end().orElse(""));
  }

  /// @param step that failed
  /// @param otherwise what it is unless the error says more
  private BleException trouble(BusException e, String step, BleTrouble otherwise) {
    BleTrouble trouble = BluezTroubles.of(e);
    if (trouble == BleTrouble.WANTS_PAIRING || trouble == BleTrouble.NO_RIGHTS) {
      return trouble.at(battery, e.words(), e);
    }
    if (queue.hasEnded()) {
      return dropped();
    }
    return e.kind() == BusException.Kind.TIMED_OUT
        ? BleTrouble.STUCK.at(battery, step, e)
        : otherwise.at(battery, e.words(), e);
  }

  @Override
  public OptionalInt rssi() {
    return rssi;
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return Optional.of(BleAddress.Stack.BLUEZ);
  }

  @Override
  public Optional<String> layout() {
    return Optional.ofNullable(characteristics).map(FrameCharacteristics::layout);
  }

  /// Ends the link, and waits until it has ended: bluetoothd keeps it for two seconds. In an
  /// interrupted thread the order is only sent, and bluetoothd ends the link by itself.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      times.begin();
      boolean hurried = Thread.currentThread().isInterrupted();
      end(hurried ? bluez.timeouts().parting() : bluez.timeouts().answer());
      times.ended(battery, BleAddress.Stack.BLUEZ);
    }
  }

  /// Ends a link that came to nothing, or the attempt; what bluetoothd still does about it is not
  /// waited for.
  void abandon() {
    end(bluez.timeouts().parting());
  }

  private void end(Duration patience) {
    if (characteristics != null) {
      characteristics.notifications().stop(queue, bluez.timeouts().parting());
    }
    Deadline deadline = Deadline.in(patience);
    CleanUp.run(() -> {
      try {
        if (ordered && stands(deadline) && !(shared && device.isListenedTo(deadline))) {
          disconnect(deadline);
        }
      } catch (BusException e) {
        // Without bluetoothd there is nobody to tell.
      }
    });
    device.tree().unwatch(device.path(), queue);
    bluez.held().remove(device.path());
  }

  /// While a link is still made, what is said to have ended may have been a former one.
  private boolean stands(Deadline deadline) throws BusException, InterruptedException {
    return !queue.hasEnded() || (!shared && !resolved && device.isConnected(deadline));
  }

  private void disconnect(Deadline deadline) throws BusException, InterruptedException {
    if (device.disconnect().isAnsweredBy(deadline)) {
      device.tree().await(queue::hasEnded, deadline.orIn(bluez.timeouts().parting()));
    }
  }
}
