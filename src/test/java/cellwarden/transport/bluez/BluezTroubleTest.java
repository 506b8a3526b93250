package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a user reads when a battery cannot be reached.
final class BluezTroubleTest {

  private static final Duration LONG = Guard.HANG;
  private static final Duration SHORT = Duration.ofSeconds(1);

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void saysThatThereIsNoBus() throws Exception {
    lab.bus().stop();

    assertThat(lab.stack().obstacle()).get().asString().contains("no D-Bus system bus");
    assertTrouble(LONG, Kind.UNREACHABLE, "no D-Bus system bus");
  }

  @Test
  void hasNoObstacleWhereThereIsABus() {
    assertThat(lab.stack().obstacle()).isEmpty();
  }

  @Test
  void saysThatBluetoothdIsNotRunning() {
    lab.bluez().vanish();

    assertTrouble(LONG, Kind.UNREACHABLE, "bluetoothd is not running");
  }

  @Test
  void saysThatThereIsNoAdapter() {
    lab.bluez().withoutAdapters();

    assertTrouble(LONG, Kind.NOT_FOUND, "no Bluetooth adapter");
  }

  @Test
  void saysThatTheAdapterWasUnpluggedAMomentAgo() throws Exception {
    lab.stack().transport(on("hci0", OptionalInt.empty())).connect(LONG).close();
    lab.bluez().forgetSilently("/org/bluez/hci0");

    assertTrouble(LONG, Kind.NOT_FOUND, "no Bluetooth adapter");
  }

  @Test
  void findsAnAdapterByItsOwnAddress() throws Exception {
    lab.stack().transport(on("00:1A:7D:DA:71:10", OptionalInt.empty())).connect(LONG).close();
  }

  @Test
  void saysWhichAdaptersThereAre() {
    TransportException e =
        catchThrowableOfType(
            TransportException.class,
            () -> lab.stack().transport(on("hci7", OptionalInt.empty())).connect(LONG));

    assertThat(e).hasMessageContaining("no Bluetooth adapter hci7, only hci0 (00:1A:7D:DA:71:10)");
  }

  @Test
  void saysThatTheAdapterIsOff() {
    lab.bluez().adapter("hci0", false);

    assertTrouble(LONG, Kind.UNREACHABLE, "adapter hci0 is switched off");
  }

  @Test
  void saysThatRfkillBlocksTheAdapter() throws Exception {
    lab.bluez().adapter("hci0", false);
    Path one = Files.createDirectories(lab.folder().resolve("rfkill/rfkill0"));
    Files.writeString(one.resolve("name"), "hci0\n");
    Files.writeString(one.resolve("soft"), "1\n");
    Files.writeString(one.resolve("hard"), "0\n");

    assertTrouble(LONG, Kind.UNREACHABLE, "rfkill blocks Bluetooth adapter hci0");
  }

  @Test
  void takesTheFirstAdapterThatIsOn() throws Exception {
    lab.bluez().adapter("hci0", false);
    lab.bluez().adapter("hci1", true);
    lab.battery().onAir(false);

    assertNotHeard();
  }

  @Test
  void stopsTheScanThatFoundNothing() throws Exception {
    lab.battery().onAir(false);

    assertNotHeard();
    assertThat(lab.bluez().discoveries()).isZero();
  }

  @Test
  void stopsTheScanBeforeItConnects() throws Exception {
    try (Connection link = lab.transport().connect(LONG)) {
      assertThat(lab.bluez().discoveries()).isZero();
      assertThat(link.rssi()).hasValue(-60);
      assertThat(link.stack()).contains(BleAddress.Stack.BLUEZ);
    }
  }

  @Test
  void connectsToAKnownDeviceWithoutAScan() throws Exception {
    lab.battery().remembered();
    lab.battery().onAir(false);

    try (Connection link = lab.transport().connect(LONG)) {
      assertThat(link.rssi()).isEmpty();
      assertThat(lab.bluez().scans()).isZero();
    }
  }

  @Test
  void cancelsAConnectThatTakesTooLong() throws Exception {
    lab.battery().with(FakeFault.CONNECT_HANGS);

    Guard.grow(
        SHORT,
        timeout -> {
          lab.battery().forgetCalls();
          assertTrouble(
              timeout, Kind.UNREACHABLE, "no connection within " + Deadline.in(timeout).words());
          assertThat(lab.battery().calls()).containsExactly("Connect", "Disconnect");
        });
  }

  @Test
  void repeatsWhatBluezSaid() {
    lab.battery().with(FakeFault.CONNECT_FAILS);

    assertTrouble(LONG, Kind.UNREACHABLE, "the connect failed (le-connection-abort-by-local)");
  }

  @Test
  void scansForADeviceThatBluetoothdDropped() throws Exception {
    lab.battery().remembered();
    lab.battery().with(FakeFault.CONNECT_UNKNOWN);

    lab.assertReads();
    assertThat(lab.bluez().scans()).isPositive();
  }

  @Test
  void saysThatAnotherProgramConnectsAndLetsIt() {
    lab.battery().with(FakeFault.CONNECT_IN_PROGRESS);

    assertTrouble(LONG, Kind.UNREACHABLE, "another program on this machine holds the link");
    assertThat(lab.battery().calls()).containsExactly("Connect");
  }

  @Test
  void leavesALinkAloneThatAnotherProgramUses() throws Exception {
    lab.battery().connectedByOthers();
    lab.battery().listenedTo(true);
    lab.battery().with(FakeFault.LISTENED_TO_BY_OTHERS);

    assertTrouble(LONG, Kind.UNREACHABLE, "another program on this machine holds the link");
    assertThat(lab.battery().isConnected()).isTrue();
  }

  @Test
  void leavesALinkAloneThatAnotherProgramIsJustMaking() throws Exception {
    lab.battery().with(FakeFault.NEVER_RESOLVES);
    lab.battery().connectedByOthers();

    assertTrouble(LONG, Kind.UNREACHABLE, "another program on this machine holds the link");
    assertThat(lab.battery().isConnected()).isTrue();
  }

  @Test
  void takesOverALinkThatNobodyUsesAndEndsIt() throws Exception {
    lab.battery().connectedByOthers();

    lab.assertReads();
    awaitNoLink();
  }

  @Test
  void leavesATakenOverLinkToWhoeverListensMeanwhile() throws Exception {
    lab.battery().connectedByOthers();
    try (Connection link = lab.transport().connect(LONG)) {
      lab.battery().with(FakeFault.LISTENED_TO_BY_OTHERS);
      assertThat(link.rssi()).isEmpty();
    }

    assertThat(lab.battery().isConnected()).isTrue();
  }

  @Test
  void refusesASecondLinkOfThisProgram() throws Exception {
    try (Connection link = lab.transport().connect(LONG)) {
      assertTrouble(LONG, Kind.UNREACHABLE, "holds the link");
      assertThat(link.receive(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void saysThatServicesStayUnknown() throws Exception {
    lab.battery().with(FakeFault.NEVER_RESOLVES);

    Guard.grow(
        SHORT,
        timeout -> assertTrouble(timeout, Kind.UNREACHABLE, "did not answer (resolving services)"));
    awaitNoLink();
  }

  @Test
  void saysThatTheLinkDroppedWhileResolving() {
    lab.battery().with(FakeFault.DROPS_WHILE_RESOLVING);

    assertTrouble(LONG, Kind.LOST, "the link dropped");
  }

  @Test
  void saysThatItIsNoJbd() throws Exception {
    lab.battery().withoutLayout();

    assertTrouble(LONG, Kind.NOT_FOUND, "no service for JBD frames (it has 180a)");
    awaitNoLink();
  }

  @Test
  void writesToTheHandleThatTheAddressNames() throws Exception {
    lab.battery().withOddUuids();
    BleAddress address =
        new BleAddress(BluezLab.MAC, Optional.empty(), Optional.empty(), OptionalInt.of(0x15));

    try (Connection link = lab.stack().transport(address).connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThat(link.receive(LONG)).isEqualTo(Answers.cells());
    }
  }

  @Test
  void saysThatSubscribingNeedsPairing() throws Exception {
    lab.battery().with(FakeFault.WANTS_PAIRING);

    assertTrouble(LONG, Kind.DENIED, "the battery wants pairing (Not paired)");
    awaitNoLink();
  }

  @Test
  void saysThatWritingNeedsPairing() throws Exception {
    lab.battery().with(FakeFault.WRITE_WANTS_PAIRING);
    try (Connection link = lab.transport().connect(LONG)) {
      TransportException e =
          catchThrowableOfType(TransportException.class, () -> link.send(new byte[] {1}));

      assertThat(e.kind()).isEqualTo(Kind.DENIED);
      assertThat(e).hasMessageContaining("wants pairing (ATT error: 0x05)");
    }
  }

  /// The order to end it is given, and carried out a moment later.
  private void awaitNoLink() throws Exception {
    Guard.await("the end of the link", () -> !lab.battery().isConnected());
  }

  private void assertNotHeard() throws Exception {
    Guard.grow(
        SHORT,
        timeout ->
            assertTrouble(
                timeout,
                Kind.NOT_FOUND,
                "not heard in " + Deadline.in(timeout).words() + " of scanning"));
  }

  private void assertTrouble(Duration timeout, Kind kind, String words) {
    TransportException e =
        catchThrowableOfType(TransportException.class, () -> lab.transport().connect(timeout));

    assertThat(e).hasMessageContaining(words).hasMessageStartingWith("ble:" + BluezLab.MAC);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.advice()).isPresent();
  }

  private static BleAddress on(String adapter, OptionalInt writeHandle) {
    return new BleAddress(BluezLab.MAC, Optional.of(adapter), Optional.empty(), writeHandle);
  }
}
