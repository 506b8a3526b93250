package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.Passkey;
import cellwarden.transport.bluez.bus.BusCall;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.PairingAgent;
import java.util.OptionalInt;

/// One pairing, which bluetoothd does.
///
/// @param agent that it asks for the passkey
record Pairing(Bluez bluez, BleAddress battery, BluezDevice device, PairingAgent agent) {

  /// Pairs. Whatever comes of it, no link is left.
  ///
  /// @return whether there is a bond now; false if the battery did not ask for the passkey
  static boolean make(
      Bluez bluez, BleAddress battery, BluezDevice device, Passkey passkey, Deadline deadline)
      throws BleException, BusException, InterruptedException {
    bluez.pairing().lockInterruptibly();
    try (PairingAgent agent =
        PairingAgent.register(
            device.bus(), device.path(), passkey.number(), bluez.answer(deadline))) {
      return new Pairing(bluez, battery, device, agent).run(deadline);
    } finally {
      bluez.pairing().unlock();
    }
  }

  private boolean run(Deadline deadline) throws BleException, BusException, InterruptedException {
    BluezConnection link = new BluezConnection(bluez, battery, device, OptionalInt.empty(), false);
    link.watch();
    boolean answered = false;
    try {
      BusCall pair = device.pair();
      answered = pair.isAnsweredBy(deadline);
      if (!answered) {
        throw agent.wasAsked()
            ? BleTrouble.STUCK.at(battery, "pairing")
            : BleTrouble.NO_CONNECT.at(battery, deadline.words());
      }
      pair.await(deadline);
      return true;
    } catch (BusException e) {
      return isMade(e);
    } finally {
      if (answered) {
        link.close();
      } else {
        device.cancelPairing();
        link.abandon();
      }
    }
  }

  /// What an error means for the bond. That the battery says no before it asked for the passkey is
  /// how one without pairing answers.
  private boolean isMade(BusException e) throws BleException, BusException {
    return switch (e.name()) {
      case "org.bluez.Error.AlreadyExists" -> true;
      case "org.bluez.Error.AuthenticationFailed", "org.bluez.Error.AuthenticationRejected" -> {
        if (agent.wasAsked()) {
          throw BleTrouble.WRONG_PIN.at(battery, "", e);
        }
        yield false;
      }
      case "org.bluez.Error.AuthenticationCanceled", "org.bluez.Error.AuthenticationTimeout" ->
          throw BleTrouble.DROPPED.at(battery, "while pairing: " + e.words(), e);
      default -> throw e;
    };
  }
}
