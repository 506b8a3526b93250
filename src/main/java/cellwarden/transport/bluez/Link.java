package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.StepTimes;
import java.time.Duration;
import java.util.OptionalInt;

/// A link to one device from the order to connect until its end.
final class Link {

  private final Session session;
  private final Bluez bluez;
  private final BleAddress address;
  private final Device1 device;
  private final OptionalInt rssi;
  private final boolean shared;
  private final Inbox inbox = new Inbox();
  private final StepTimes steps = new StepTimes();
  private boolean ours;
  private boolean resolved;

  /// @param rssi at which the device was heard just now
  /// @param shared whether the link stood before
  Link(
      Bluez bluez,
      Session session,
      BleAddress address,
      String path,
      OptionalInt rssi,
      boolean shared) {
    this.bluez = bluez;
    this.session = session;
    this.address = address;
    this.device = new Device1(session.bus(), path);
    this.rssi = rssi;
    this.shared = shared;
  }

  BleAddress address() {
    return address;
  }

  Session session() {
    return session;
  }

  Inbox inbox() {
    return inbox;
  }

  String path() {
    return device.path();
  }

  OptionalInt rssi() {
    return rssi;
  }

  StepTimes steps() {
    return steps;
  }

  /// Takes note of what happens to the link from now on.
  void watch() {
    ours = true;
    session.tree().watch(device.path(), inbox);
    bluez.held().add(device.path());
  }

  /// Connects and waits until bluetoothd knows the services.
  ///
  /// @return false when the turn was over before the device answered
  boolean establish(Turns.Turn turn, Deadline deadline, String patience)
      throws TransportException, BusException, InterruptedException {
    if (isResolved()) {
      // Of a former link: a signal was lost.
      session.refresh(device.path(), Device1.INTERFACE, deadline);
    }
    Duration look = bluez.timing().look();
    Call connect = device.connect();
    ours = true;
    while (!connect.isAnsweredBy(deadline.orIn(look))) {
      if (deadline.isPassed()) {
        throw BleTrouble.NO_CONNECT.at(address, patience);
      }
      if (turn.isOver()) {
        return false;
      }
    }
    succeed(connect, deadline);
    steps.done(StepTimes.Step.CONNECT);
    watch();
    awaitServices(turn, deadline);
    resolved = true;
    steps.done(StepTimes.Step.RESOLVE);
    return true;
  }

  /// A connect that was refused left nothing to end: a Disconnect would only hit the link or the
  /// attempt of another program.
  private void succeed(Call connect, Deadline deadline) throws BusException, InterruptedException {
    try {
      connect.await(deadline);
    } catch (BusException e) {
      ours = false;
      throw e;
    }
  }

  private void awaitServices(Turns.Turn turn, Deadline deadline)
      throws TransportException, BusException, InterruptedException {
    Duration patience = bluez.timing().firstLook();
    while (!isResolved()) {
      session.tree().await(() -> inbox.hasEnded() || isResolved(), deadline.orIn(patience));
      if (!isResolved()) {
        if (deadline.isPassed() || turn.isOver()) {
          throw BleTrouble.STUCK.at(address, "resolving services");
        }
        // Also when it is said to have ended: that may have been a former link.
        inbox.reopen();
        lookAgain();
        failIfEnded();
        patience = bluez.timing().look();
      }
    }
  }

  private boolean isResolved() {
    return session.tree().is(device.path(), Device1.INTERFACE, "ServicesResolved");
  }

  /// Asks bluetoothd whether the link stands: its signals are sometimes lost.
  void lookAgain() throws BusException, InterruptedException {
    if (!session.isConnected(device.path(), Deadline.in(bluez.timing().call()))) {
      inbox.gone("disconnected");
    }
  }

  void failIfEnded() throws TransportException {
    if (inbox.hasEnded()) {
      throw dropped();
    }
  }

  /// That the link is gone.
  TransportException dropped() {
    return BleTrouble.DROPPED.at(address, inbox.end().orElse(""));
  }

  /// Ends the link, and waits until it has ended: bluetoothd keeps it for two seconds. In an
  /// interrupted thread the order is only sent, and bluetoothd ends the link by itself.
  void close() {
    Timing timing = bluez.timing();
    boolean hurried = Thread.currentThread().isInterrupted();
    end(Deadline.in(hurried ? timing.parting() : timing.hangUp()));
  }

  /// Ends a link that came to nothing, or the attempt; what bluetoothd still does about it goes on
  /// behind the caller's back.
  void abandon() {
    end(Deadline.in(bluez.timing().parting()));
  }

  private void end(Deadline deadline) {
    Patiently.run(() -> {
      if (ours && stands(deadline) && !(shared && isUsedByOthers(deadline))) {
        disconnect(deadline);
      }
    });
    session.tree().unwatch(device.path(), inbox);
    bluez.held().remove(device.path());
  }

  /// While a link is still made, what is said to have ended may have been a former one.
  private boolean stands(Deadline deadline) throws InterruptedException {
    if (!inbox.hasEnded() || shared || resolved) {
      return !inbox.hasEnded();
    }
    try {
      return session.isConnected(device.path(), deadline);
    } catch (BusException e) {
      return false;
    }
  }

  private void disconnect(Deadline deadline) throws InterruptedException {
    try {
      if (device.disconnect().isAnsweredBy(deadline)) {
        session.tree().await(inbox::hasEnded, deadline.orIn(bluez.timing().parting()));
      }
    } catch (BusException e) {
      // Without bluetoothd there is nobody to tell.
    }
  }

  /// Whether somebody else listens on a link that stood before this program came.
  private boolean isUsedByOthers(Deadline deadline) throws InterruptedException {
    try {
      return new Occupancy(session, device.path()).isInUse(deadline);
    } catch (BusException e) {
      return false;
    }
  }
}
