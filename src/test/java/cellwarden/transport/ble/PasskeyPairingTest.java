package cellwarden.transport.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.FakeStack;
import cellwarden.testing.FakeTime;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PasskeyPairingTest {

  private static final BleAddress BATTERY = BleAddress.of("A4:C1:38:00:11:22");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private final BleException bondIsGone = BleTrouble.WANTS_PAIRING.at(BATTERY, "");
  private final BleException wrongPin = BleTrouble.WRONG_PIN.at(BATTERY, "");

  private final FakeStack kernel = new FakeStack(Stack.KERNEL);
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);
  private final Bluetooth bluetooth = new Bluetooth(() -> kernel, () -> bluez);
  private final FakeTime time = new FakeTime();

  /// Whether a bond was to be forgotten, for each pairing.
  private final List<Boolean> pairings = new ArrayList<>();

  private final ChosenTransport transport = transport(BATTERY);

  private ChosenTransport transport(BleAddress address) {
    return new ChosenTransport(
        address, bluetooth, _ -> {}, Optional.of(new Passkey(42)), time::nanos);
  }

  PasskeyPairingTest() {
    bluez.pairing((passkey, again) -> {
      assertThat(passkey.number()).isEqualTo(42);
      return pairings.add(again);
    });
  }

  @Test
  void pairsBeforeTheFirstConnectAndUsesTheBondFromThenOn() throws Exception {
    transport.connect(TIMEOUT).close();
    transport.connect(TIMEOUT).close();

    assertThat(pairings).containsExactly(false);
    assertThat(kernel.connects()).isEqualTo(2);
    assertThat(kernel.bondedConnects()).isEqualTo(2);
    assertThat(bluez.connects()).isZero();
  }

  @Test
  void readsABatteryThatAsksForNoPinWithoutABond() throws Exception {
    bluez.pairing((_, again) -> {
      pairings.add(again);
      return false;
    });

    transport.connect(TIMEOUT).close();
    transport.connect(TIMEOUT).close();

    assertThat(pairings).hasSize(1);
    assertThat(kernel.connects()).isEqualTo(2);
    assertThat(kernel.bondedConnects()).isZero();
  }

  @Test
  void pairsAgainAtOnceWhereTheBatteryForgotTheBondAndThenOnceAMinuteAtMost() throws Exception {
    transport.connect(TIMEOUT).close();
    kernel.failing(bondIsGone);

    assertThatThrownBy(() -> transport.connect(TIMEOUT)).isSameAs(bondIsGone);
    assertThat(pairings).containsExactly(false, true);
    assertThat(kernel.connects()).as("one more after the pairing").isEqualTo(3);
    assertThatThrownBy(() -> transport.connect(TIMEOUT)).isSameAs(bondIsGone);
    assertThat(pairings).hasSize(2);

    time.pause(Duration.ofMinutes(1));
    assertThatThrownBy(() -> transport.connect(TIMEOUT)).isSameAs(bondIsGone);
    assertThat(pairings).containsExactly(false, true, true);
  }

  /// bluetoothd does not say why a link ends.
  @ParameterizedTest
  @EnumSource(names = {"DROPPED", "CONNECT_FAILED"})
  void takesThreeLinksInARowThatEndForABondThatTheBatteryForgot(BleTrouble trouble)
      throws Exception {
    ChosenTransport overBluez = transport(BATTERY.over(Stack.BLUEZ));
    overBluez.connect(TIMEOUT).close();
    bluez.failing(trouble.at(BATTERY, ""));
    for (int i = 1; i <= 3; i++) {
      assertThat(pairings).as("a bond was forgotten").doesNotContain(true);
      assertThatThrownBy(() -> overBluez.connect(TIMEOUT)).isInstanceOf(BleException.class);
    }

    assertThat(pairings).containsOnlyOnce(true);
  }

  /// Somebody may have had bluetoothd forget it.
  @Test
  void asksBluetoothdForTheBondBeforeEachConnectOverIt() throws Exception {
    ChosenTransport overBluez = transport(BATTERY.over(Stack.BLUEZ));

    overBluez.connect(TIMEOUT).close();
    overBluez.connect(TIMEOUT).close();

    assertThat(pairings).containsExactly(false, false);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DROPPED",
        "CONNECT_FAILED",
        "NO_CONNECT",
        "NOT_HEARD",
        "STUCK",
        "ADAPTER_OFF",
        "NO_DAEMON"
      })
  void keepsTheBondWhateverElseHappens(BleTrouble trouble) throws Exception {
    transport.connect(TIMEOUT).close();
    kernel.failing(trouble.at(BATTERY, ""));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> transport.connect(TIMEOUT)).isInstanceOf(TransportException.class);
    }

    assertThat(pairings).containsExactly(false);
  }

  @Test
  void triesAWrongPinOnceAnHour() throws Exception {
    bluez.pairing((_, again) -> {
      pairings.add(again);
      throw wrongPin;
    });

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> transport.connect(TIMEOUT)).isSameAs(wrongPin);
    }
    assertThat(pairings).hasSize(1);
    assertThat(kernel.connects()).isZero();

    time.pause(Duration.ofHours(1));
    assertThatThrownBy(() -> transport.connect(TIMEOUT)).isSameAs(wrongPin);
    assertThat(pairings).hasSize(2);
  }

  @Test
  void pairsAgainWhereABatteryThatIsSaidToBePairedEchoes() throws Exception {
    transport.connect(TIMEOUT).close();

    assertThat(transport.pairsAgain()).isTrue();
    transport.connect(TIMEOUT).close();
    assertThat(pairings).containsExactly(false, true);

    assertThat(transport.pairsAgain()).as("at once after a pairing").isFalse();
    transport.connect(TIMEOUT).close();
    assertThat(pairings).hasSize(2);
  }

  @Test
  void neverShowsThePasskey() {
    assertThat(new Passkey(123_456)).hasToString("***");
    assertThatThrownBy(() -> new Passkey(1_000_000)).isInstanceOf(IllegalArgumentException.class);
  }
}
