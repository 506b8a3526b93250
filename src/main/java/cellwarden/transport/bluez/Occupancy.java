package cellwarden.transport.bluez;

import java.util.List;
import java.util.Map;

/// Whether a link that somebody else made is in use.
///
/// bluetoothd shares one link among all programs and does not say who they are, but it says for
/// each characteristic whether anybody listens to it. A link on which nobody listens serves nobody:
/// what a program left that was killed, or what was connected by hand. One that is in use is left
/// alone, since two conversations over one serial line garble each other.
///
/// @param device path
record Occupancy(Session session, String device) {

  private static final Call.Member GET_ALL =
      new Call.Member("org.freedesktop.DBus.Properties", "GetAll");

  /// Whether another program listens. This one's own subscriptions, which bluetoothd keeps from
  /// link to link, are dropped for the answer.
  boolean isInUse(Deadline deadline) throws BusException, InterruptedException {
    for (String path : session.tree().below(device, GattCharacteristic1.INTERFACE)) {
      if (isListenedTo(path)) {
        dropOwn(path, deadline);
        refresh(path, deadline);
        if (isListenedTo(path)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isListenedTo(String path) {
    return session.tree().is(path, GattCharacteristic1.INTERFACE, "Notifying");
  }

  private void dropOwn(String path, Deadline deadline) throws BusException, InterruptedException {
    try {
      new GattCharacteristic1(session.bus(), path).stopNotify(deadline);
    } catch (BusException e) {
      if (e.kind() != BusException.Kind.REFUSED) {
        throw e;
      }
      // None was ours.
    }
  }

  private void refresh(String path, Deadline deadline) throws BusException, InterruptedException {
    Object[] answer =
        session.bus().call(GET_ALL, path, "s", GattCharacteristic1.INTERFACE).await(deadline);
    Map<String, Object> properties = Signals.plain(List.of(answer).getFirst());
    session.tree().added(path, Map.of(GattCharacteristic1.INTERFACE, properties));
  }
}
