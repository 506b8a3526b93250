package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.bluez.AdapterLocks.AdapterLock;
import cellwarden.transport.bluez.bus.BusCall;
import cellwarden.transport.bluez.bus.BusException;
import java.time.Duration;
import java.util.OptionalInt;

/// A link to one device from the order to connect until its end.
final class BluezLink {

  private final Bluez bluez;
  private final BleAddress battery;
  private final BluezDevice device;
  private final OptionalInt rssi;
  private final boolean shared;
  private final NotificationQueue queue = new NotificationQueue();
  private final StepTimes times = new StepTimes();
  private boolean ours;
  private boolean resolved;

  /// @param rssi at which the device was heard just now
  /// @param shared whether the link stood before
  BluezLink(Bluez bluez, BleAddress battery, BluezDevice device, OptionalInt rssi, boolean shared) {
    this.bluez = bluez;
    this.battery = battery;
    this.device = device;
    this.rssi = rssi;
    this.shared = shared;
  }

  BluezTimeouts timeouts() {
    return bluez.timeouts();
  }

  BleAddress battery() {
    return battery;
  }

  BluezDevice device() {
    return device;
  }

  OptionalInt rssi() {
    return rssi;
  }

  /// What comes over it, once somebody subscribes.
  NotificationQueue queue() {
    return queue;
  }

  StepTimes times() {
    return times;
  }

  /// Takes note of what happens to the link from now on.
  void watch() {
    ours = true;
    device.tree().watch(device.path(), queue);
    bluez.held().add(device.path());
  }

  /// Connects and waits until bluetoothd knows the services.
  ///
  /// @return false when the turn was over before the device answered
  boolean establish(AdapterLock turn, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    if (device.isResolved()) {
      // Of a former link: a signal was lost.
      device.refresh(deadline);
    }
    BusCall connect = device.connect();
    ours = true;
    while (!connect.isAnsweredBy(deadline.orIn(timeouts().look()))) {
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
      ours = false;
      throw e;
    }
    times.done(StepTimes.Step.CONNECT);
    watch();
    awaitServices(turn, deadline);
    resolved = true;
    times.done(StepTimes.Step.RESOLVE);
    return true;
  }

  private void awaitServices(AdapterLock turn, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    Duration patience = timeouts().firstLook();
    while (!device.isResolved()) {
      device.tree().await(() -> queue.hasEnded() || device.isResolved(), deadline.orIn(patience));
      if (!device.isResolved()) {
        if (deadline.isPassed() || turn.isOver()) {
          throw BleTrouble.STUCK.at(battery, "resolving services");
        }
        // Also when it is said to have ended: that may have been a former link.
        queue.reopen();
        lookAgain();
        failIfEnded();
        patience = timeouts().look();
      }
    }
  }

  /// Asks bluetoothd whether the link stands: its signals are sometimes lost.
  void lookAgain() throws BusException, InterruptedException {
    if (!device.isConnected(Deadline.in(timeouts().answer()))) {
      queue.gone("disconnected");
    }
  }

  void failIfEnded() throws BleException {
    if (queue.hasEnded()) {
      throw dropped();
    }
  }

  /// That the link is gone.
  BleException dropped() {
    return BleTrouble.DROPPED.at(battery, queue.end().orElse(""));
  }

  /// Ends the link, and waits until it has ended: bluetoothd keeps it for two seconds. In an
  /// interrupted thread the order is only sent, and bluetoothd ends the link by itself.
  void close() {
    boolean hurried = Thread.currentThread().isInterrupted();
    end(hurried ? timeouts().parting() : timeouts().answer());
  }

  /// Ends a link that came to nothing, or the attempt; what bluetoothd still does about it is not
  /// waited for.
  void abandon() {
    end(timeouts().parting());
  }

  private void end(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    CleanUp.run(() -> {
      try {
        if (ours && stands(deadline) && !(shared && device.isListenedTo(deadline))) {
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
      device.tree().await(queue::hasEnded, deadline.orIn(timeouts().parting()));
    }
  }
}
