package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.time.Duration;

/// This program's wish for the notifications of one characteristic, which come as signals:
/// AcquireNotify, which hands out a socket instead, crashes bluetoothd 5.82 after a few reconnects.
///
/// bluetoothd keeps the wish beyond the end of the link, until it is taken back or the program
/// leaves the bus. As long as it stands, bluetoothd signals each value twice when another program
/// subscribes, too. So it is taken back whatever became of it: also where the answer to it never
/// came, and where the link is gone.
final class Subscription {

  private static final Method START = new Method(ObjectTree.CHARACTERISTIC, "StartNotify", "");
  private static final Method STOP = new Method(ObjectTree.CHARACTERISTIC, "StopNotify", "");

  private final BluezBus bus;
  private final String path;

  /// A bluetoothd that was started since then knows nothing of it.
  private final long generation;

  private boolean wanted;

  /// @param path of the characteristic
  Subscription(BluezBus bus, String path) {
    this.bus = bus;
    this.path = path;
    this.generation = bus.tree().generation();
  }

  String path() {
    return path;
  }

  /// @param queue where they go
  void start(NotificationQueue queue, Deadline deadline) throws BusException, InterruptedException {
    bus.tree().watch(path, queue);
    wanted = true;
    bus.call(path, START).await(deadline);
  }

  /// Takes the wish back.
  ///
  /// @param patience with the answer, which an interrupt does not end; the order itself is given in
  ///   any case
  void stop(NotificationQueue queue, Duration patience) {
    bus.tree().unwatch(path, queue);
    if (wanted && bus.tree().generation() == generation) {
      wanted = false;
      CleanUp.run(() -> {
        try {
          bus.call(path, STOP).isAnsweredBy(Deadline.in(patience));
        } catch (BusException e) {
          // With the bus the wish is gone.
        }
      });
    }
  }

  /// Whether any program has one for this characteristic, if it can notify at all.
  boolean isAnybodys(Deadline deadline) throws BusException, InterruptedException {
    if (bus.tree().property(path, "Notifying", Boolean.class).isEmpty()) {
      return false;
    }
    bus.refresh(path, ObjectTree.CHARACTERISTIC, deadline);
    return bus.tree().is(path, "Notifying");
  }

  /// Takes one of this program back, if there is any.
  void drop(Deadline deadline) throws BusException, InterruptedException {
    try {
      bus.call(path, STOP).await(deadline);
    } catch (BusException e) {
      if (e.kind() != BusException.Kind.REFUSED) {
        throw e;
      }
      // None was ours.
    }
  }
}
