package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.bluez.bus.BusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BluezTroublesTest {

  @ParameterizedTest
  @CsvSource({
    "org.freedesktop.DBus.Error.AccessDenied, rejected, NO_RIGHTS",
    "org.freedesktop.DBus.Error.ServiceUnknown, no owner, NO_DAEMON",
    "org.freedesktop.DBus.Error.Spawn.ChildExited, exited, NO_DAEMON",
    "org.freedesktop.systemd1.Masked, masked, NO_DAEMON",
    "org.bluez.Error.NotPermitted, Not paired, WANTS_PAIRING",
    "org.bluez.Error.NotAuthorized, Not Authorized, WANTS_PAIRING",
    "org.bluez.Error.Failed, ATT error: 0x0f, WANTS_PAIRING",
    "org.bluez.Error.Failed, ATT error: 0x0e, CONNECT_FAILED",
    "org.bluez.Error.Failed, ATT error: 0x85, CONNECT_FAILED",
    "org.bluez.Error.Failed, le-connection-abort-by-local, CONNECT_FAILED",
    "org.bluez.Error.InProgress, In Progress, IN_USE"
  })
  void goByTheNameOfTheError(String name, String words, BleTrouble trouble) {
    assertThat(BluezTroubles.of(BusException.refused(name, words))).isEqualTo(trouble);
  }

  @Test
  void tellASilentDaemonFromNone() {
    TransportException silent = BluezTroubles.at(BluezLab.ADDRESS, BusException.timedOut("GetAll"));

    assertThat(silent).hasMessageContaining("bluetoothd does not answer (no answer to GetAll)");
  }
}
