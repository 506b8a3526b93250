package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;

/// Whether a link that somebody else made is in use.
///
/// bluetoothd shares one link among all programs and does not say who they are, but it says for
/// each characteristic whether anybody listens to it. A link on which nobody listens serves nobody:
/// what a program left that was killed, or what was connected by hand. One that is in use is left
/// alone, since two conversations over one serial line garble each other.
///
/// @param device path
record Occupancy(Session session, String device) {

  /// Whether another program listens. A subscription of this one, whose end bluetoothd may have
  /// missed, is dropped for the answer.
  boolean isInUse(Deadline deadline) throws BusException, InterruptedException {
    for (String path : session.tree().below(device, GattCharacteristic1.INTERFACE)) {
      if (canNotify(path) && isListenedTo(path, deadline)) {
        dropOwn(path, deadline);
        if (isListenedTo(path, deadline)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean canNotify(String path) {
    return session
        .tree()
        .property(path, GattCharacteristic1.INTERFACE, "Notifying", Boolean.class)
        .isPresent();
  }

  private boolean isListenedTo(String path, Deadline deadline)
      throws BusException, InterruptedException {
    session.refresh(path, GattCharacteristic1.INTERFACE, deadline);
    return session.tree().is(path, GattCharacteristic1.INTERFACE, "Notifying");
  }

  private void dropOwn(String path, Deadline deadline) throws BusException, InterruptedException {
    try {
      new GattCharacteristic1(session.bus(), path).stopNotify().await(deadline);
    } catch (BusException e) {
      if (e.kind() != BusException.Kind.REFUSED) {
        throw e;
      }
      // None was ours.
    }
  }
}
