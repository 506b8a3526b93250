package cellwarden.transport.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.FakeStack;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ChosenTransportTest {

  private static final BleAddress BATTERY = BleAddress.of("A4:C1:38:00:11:22");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private final BleException pairing =
      BleTrouble.WANTS_PAIRING.at(BATTERY, "insufficient authentication");
  private final FakeStack kernel = new FakeStack(Stack.KERNEL);
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);
  private final List<String> made = new ArrayList<>();
  private final List<StackChoice> told = new ArrayList<>();
  private final Bluetooth bluetooth =
      new Bluetooth(
          () -> {
            made.add("kernel");
            return kernel;
          },
          () -> {
            made.add("bluez");
            return bluez;
          });

  @Test
  void makesNoStackForABatteryThatNobodyReads() {
    transport(Optional.empty());
    bluetooth.close();

    assertThat(made).isEmpty();
  }

  @Test
  void takesTheKernelsWayWhereItWorksAndNeverTouchesBluez() throws Exception {
    assertThat(stackOf(transport(Optional.empty()))).contains(Stack.KERNEL);
    bluetooth.close();

    assertThat(made).containsExactly("kernel");
    assertThat(kernel.isClosed()).isTrue();
    assertThat(told)
        .containsExactly(new StackChoice(Stack.KERNEL, "the short way, which works here"));
  }

  @Test
  void looksForObstaclesOnceAndBeforeTheFirstConnect() throws Exception {
    ChosenTransport transport = transport(Optional.empty());

    transport.prepare();
    assertThat(kernel.lookups()).isEqualTo(1);
    assertThat(kernel.connects()).isZero();
    stackOf(transport);
    stackOf(transport);

    assertThat(kernel.lookups()).isEqualTo(1);
    assertThat(kernel.transports()).as("one transport, which may remember").isEqualTo(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void readsOverTheKernelAgainOnceAnUnusedLinkIsEnded() throws Exception {
    AtomicBoolean held = heldLink();
    bluez.ending(() -> {
      held.set(false);
      return true;
    });

    assertThat(stackOf(transport(Optional.of(Stack.KERNEL)))).contains(Stack.KERNEL);

    assertThat(kernel.connects()).isEqualTo(2);
    assertThat(bluez.connects()).isZero();
    assertThat(told).containsExactly(new StackChoice(Stack.KERNEL, "as configured"));
  }

  @Test
  void doesNotDisturbALinkThatIsInUse() {
    heldLink();

    assertInUse();

    assertThat(kernel.connects()).isEqualTo(1);
    assertThat(bluez.connects()).isZero();
  }

  @Test
  void saysThatTheLinkIsInUseWhereBluezCannotSayWhetherItIs() {
    heldLink();
    bluez.deaf(BleTrouble.NO_DAEMON.anywhere("", null));

    assertInUse();
  }

  @Test
  void saysThatTheLinkIsInUseWhereThereIsNoBluez() {
    heldLink();
    bluez.obstructed("no bus").ending(() -> true);

    assertInUse();
    assertThat(kernel.connects()).isEqualTo(1);
  }

  /// The kernel's way is barred as long as it is set.
  private AtomicBoolean heldLink() {
    AtomicBoolean held = new AtomicBoolean(true);
    FakeStack free = new FakeStack(Stack.KERNEL);
    kernel.reaching(timeout -> {
      if (held.get()) {
        throw BleTrouble.IN_USE.at(BATTERY, "");
      }
      return free.transport(BATTERY).connect(timeout);
    });
    return held;
  }

  private void assertInUse() {
    assertThatThrownBy(() -> transport(Optional.empty()).connect(TIMEOUT))
        .isInstanceOfSatisfying(
            BleException.class, e -> assertThat(e.trouble()).isEqualTo(BleTrouble.IN_USE));
  }

  @Test
  void takesBluezWithTheReasonWhereTheKernelsWayIsBarred() throws Exception {
    kernel.obstructed("no Bluetooth sockets (a container?)");

    assertThat(stackOf(transport(Optional.empty()))).contains(Stack.BLUEZ);

    assertThat(told)
        .containsExactly(
            new StackChoice(Stack.BLUEZ, "not kernel: no Bluetooth sockets (a container?)"));
  }

  @Test
  void namesBothObstaclesAndLooksAgainLater() throws Exception {
    kernel.obstructed("no Bluetooth sockets");
    bluez.obstructed("no system bus");
    ChosenTransport transport = transport(Optional.empty());
    transport.prepare();

    assertThatThrownBy(() -> transport.connect(TIMEOUT))
        .hasMessage(
            BATTERY
                + ": neither way to the Bluetooth adapter works here"
                + " (kernel: no Bluetooth sockets; bluez: no system bus)");
    assertThat(transport.choice()).isEmpty();

    bluez.obstructed(null);
    assertThat(stackOf(transport)).contains(Stack.BLUEZ);
  }

  @Test
  void takesWhatIsWishedForWhateverStandsInItsWay() throws Exception {
    bluez.obstructed("no system bus");

    assertThat(stackOf(transport(Optional.of(Stack.BLUEZ)))).contains(Stack.BLUEZ);

    assertThat(made).containsExactly("bluez");
    assertThat(told).containsExactly(new StackChoice(Stack.BLUEZ, "as configured"));
  }

  @Test
  void goesOverToBluezForGoodWhenTheBatteryWantsPairing() throws Exception {
    kernel.failing(pairing);
    ChosenTransport transport = transport(Optional.empty());

    assertThat(stackOf(transport)).contains(Stack.BLUEZ);
    assertThat(stackOf(transport)).contains(Stack.BLUEZ);

    assertThat(kernel.connects()).isEqualTo(1);
    assertThat(told)
        .extracting(StackChoice::toString)
        .containsExactly(
            "kernel (the short way, which works here)",
            "bluez (the battery wants pairing, which only bluetoothd can do)");
  }

  @Test
  void goesOverAlsoWhenTheBatteryWasReadBefore() throws Exception {
    ChosenTransport transport = transport(Optional.empty());
    assertThat(stackOf(transport)).contains(Stack.KERNEL);
    kernel.failing(pairing);

    assertThat(stackOf(transport)).contains(Stack.BLUEZ);
    assertThat(told).hasSize(2);
  }

  @Test
  void staysWithTheKernelThatWasWishedForAlsoWhenTheBatteryWantsPairing() {
    kernel.failing(pairing);

    assertThatThrownBy(() -> transport(Optional.of(Stack.KERNEL)).connect(TIMEOUT))
        .isSameAs(pairing);
  }

  @Test
  void doesNotGoOverForOtherTrouble() {
    TransportException away = BleTrouble.NO_CONNECT.at(BATTERY, "10 s");
    kernel.failing(away);

    TransportException thrown =
        catchThrowableOfType(
            TransportException.class, () -> transport(Optional.empty()).connect(TIMEOUT));

    assertThat(thrown).isSameAs(away);
    assertThat(made).containsExactly("kernel");
  }

  private ChosenTransport transport(Optional<Stack> wish) {
    return new ChosenTransport(
        wish.map(BATTERY::over).orElse(BATTERY), bluetooth, told::add, Optional.empty());
  }

  private static Optional<Stack> stackOf(ChosenTransport transport) throws Exception {
    try (Connection connection = transport.connect(TIMEOUT)) {
      return connection.stack();
    }
  }
}
