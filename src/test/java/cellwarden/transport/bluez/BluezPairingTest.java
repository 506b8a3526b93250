package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.Passkey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class BluezPairingTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Passkey PASSKEY = new Passkey(1234);

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void tellsThePasskeyThatBluetoothdAsksForAndLeavesNothing() throws Exception {
    lab.battery().pairingBy(1234);

    assertThat(pair(false, LONG)).isTrue();

    assertThat(lab.battery().calls()).containsExactly("Pair", "Disconnect");
    assertNothingIsLeft();
    lab.assertReads();
  }

  @Test
  void pairsOnceOnly() throws Exception {
    lab.battery().pairingBy(1234);
    pair(false, LONG);
    lab.battery().forgetCalls();

    assertThat(pair(false, LONG)).isTrue();

    assertThat(lab.battery().calls()).isEmpty();
    assertThat(lab.bluez().removals()).isZero();
  }

  @Test
  void forgetsABondThatIsNoLongerOneAndMakesAnother() throws Exception {
    lab.battery().pairingBy(1234);
    pair(false, LONG);

    assertThat(pair(true, LONG)).isTrue();

    assertThat(lab.bluez().removals()).isEqualTo(1);
    assertThat(lab.battery().calls()).containsSubsequence("Pair", "Pair");
    assertNothingIsLeft();
  }

  @Test
  void saysThatTheBatteryRefusesThePin() throws Exception {
    lab.battery().pairingBy(999_999);

    assertTrouble(BleTrouble.WRONG_PIN, LONG);
    assertNothingIsLeft();
  }

  @Test
  void saysThatABatteryAskedForNoPin() throws Exception {
    assertThat(pair(false, LONG)).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void cancelsAPairingThatTakesTooLong() throws Exception {
    lab.battery().with(FakeFault.PAIRING_HANGS);

    assertTrouble(BleTrouble.NO_CONNECT, SHORT);
    assertThat(lab.battery().calls()).containsExactly("Pair", "CancelPairing", "Disconnect");
    assertNothingIsLeft();
  }

  @Test
  void saysThatABatteryThatIsAwayIsNotHeard() throws Exception {
    lab.battery().onAir(false);

    assertTrouble(BleTrouble.NOT_HEARD, SHORT);
    assertNothingIsLeft();
  }

  private void assertTrouble(BleTrouble trouble, Duration timeout) {
    assertThatThrownBy(() -> pair(false, timeout))
        .isInstanceOfSatisfying(
            BleException.class, e -> assertThat(e.trouble()).isEqualTo(trouble));
  }

  private boolean pair(boolean again, Duration timeout) throws Exception {
    return lab.stack().pair(BluezLab.ADDRESS, PASSKEY, again, timeout);
  }

  private void assertNothingIsLeft() throws InterruptedException {
    assertThat(lab.battery().isConnected()).isFalse();
    lab.bluez().awaitNoAgent();
  }
}
