package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.FakeStack;
import cellwarden.testing.FakeStack.FakeAdapter;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RadioWalkTest {

  private static final BleAddress BATTERY = BleAddress.of("A4:C1:38:00:11:22");
  private static final FakeAdapter OFF = new FakeAdapter("hci0", "00:1A:7D:DA:71:13", false);

  @TempDir private Path root = Path.of("");

  private final FakeStack kernel = new FakeStack(Stack.KERNEL);
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ).hearing(advertisement(false));
  private final Walked walked = new Walked();

  /// A machine with one adapter, and a process with CAP_NET_ADMIN (bit 12).
  @BeforeEach
  void machine() throws IOException {
    write("sys/class/bluetooth/hci0/device/uevent", "DRIVER=btusb\nPRODUCT=a12/1/8891\n");
    Files.createDirectories(root.resolve("sys/class/bluetooth/hci0:64"));
    write("proc/self/status", "Name:\tjava\nCapEff:\t0000000000001000\n");
  }

  @Test
  void everythingIsThere() throws Exception {
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines())
        .containsExactly(
            "✓ adapter: hci0 DRIVER=btusb PRODUCT=a12/1/8891",
            "✓ rights: over kernel (the short way, which works here)",
            "✓ capability: CAP_NET_ADMIN",
            "✓ daemon: bluetoothd has hci0 (00:1A:7D:DA:71:13)",
            "✓ rfkill: not blocked, and on: hci0 (00:1A:7D:DA:71:13)",
            "✓ advertisement: -61 dBm, JBD: yes [service ff00, address A4:C1:38]");
  }

  @Test
  void machineWithoutAnAdapter() throws Exception {
    Files.delete(root.resolve("sys/class/bluetooth/hci0/device/uevent"));
    Files.delete(root.resolve("sys/class/bluetooth/hci0/device"));
    Files.delete(root.resolve("sys/class/bluetooth/hci0"));
    kernel.obstructed("no Bluetooth sockets");
    bluez.having();
    assertFails(BATTERY, "adapter", "this machine has no Bluetooth adapter", "journalctl -k");
  }

  @Test
  void neitherWayIsOpen() throws Exception {
    kernel.obstructed("no Bluetooth sockets");
    bluez.obstructed("no D-Bus");
    assertFails(
        BATTERY, "rights", "neither way to the Bluetooth adapter works here (kernel: no", "");
  }

  @Test
  void kernelWayThatWasWishedForIsClosed() throws Exception {
    kernel.obstructed("not permitted");
    assertFails(
        BATTERY.over(Stack.KERNEL),
        "rights",
        "the kernel's Bluetooth sockets do not work here (not permitted)",
        "");
  }

  @Test
  void withoutTheCapabilityItWorksNearlyAsWell() throws Exception {
    write("proc/self/status", "CapEff:\t0000000000000fff\n");
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines()).anyMatch(line -> line.startsWith("! capability: without CAP_NET"));
  }

  @Test
  void daemonIsMissedOnlyWhereItIsNeeded() throws Exception {
    bluez.withoutAnswer(BleTrouble.NO_DAEMON.anywhere("", null));
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines())
        .contains(
            "! daemon: bluetoothd is not running; only scanning and pairing need it",
            "! advertisement: not listened for, since only bluetoothd scans");

    assertFails(
        BATTERY.over(Stack.BLUEZ),
        "daemon",
        "bluetoothd is not running",
        "systemctl start bluetooth");
  }

  @Test
  void daemonThatMayNotBeUsed() throws Exception {
    bluez.withoutAnswer(BleTrouble.NO_RIGHTS.anywhere("Rejected send message", null));
    assertFails(
        BATTERY.over(Stack.BLUEZ),
        "daemon",
        "this user may not use BlueZ",
        "sudo usermod -aG bluetooth $USER");
  }

  @Test
  void adapterIsOff() throws Exception {
    kernel.having(OFF);
    assertFails(
        BATTERY, "rfkill", "the Bluetooth adapter hci0 is switched off", "bluetoothctl power on");
  }

  /// An end of bluetoothd switches it off.
  @Test
  void adapterIsOffForWantOfBluetoothd() throws Exception {
    kernel.having(OFF);
    bluez.withoutAnswer(BleTrouble.NO_DAEMON.anywhere("", null));
    assertFails(BATTERY, "rfkill", "bluetoothd is not running", "systemctl start bluetooth");
  }

  @Test
  void rfkillBlocksTheAdapter() throws Exception {
    kernel.having(OFF);
    write("sys/class/rfkill/rfkill1/name", "hci0\n");
    write("sys/class/rfkill/rfkill1/soft", "1\n");
    write("sys/class/rfkill/rfkill1/hard", "0\n");
    assertFails(
        BATTERY, "rfkill", "rfkill blocks Bluetooth adapter hci0", "rfkill unblock bluetooth");
  }

  @Test
  void addressNamesAnotherAdapter() throws Exception {
    BleAddress other =
        new BleAddress(BATTERY.mac(), Optional.of("hci1"), Optional.empty(), OptionalInt.empty());
    assertFails(other, "adapter", "there is no Bluetooth adapter hci1, only hci0", "");
  }

  /// The connect tells whether it is away: one that is connected elsewhere is silent, too.
  @Test
  void batteryThatIsNotHeardIsStillTried() throws Exception {
    bluez.hearing();
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines().getLast())
        .isEqualTo("! advertisement: not heard in 10 s of scanning");
  }

  @Test
  void batteryThatAProgramHereHolds() throws Exception {
    bluez.hearing(advertisement(true));
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines().getLast())
        .isEqualTo("! advertisement: none, since a program on this machine is connected to it");
  }

  /// The scan would go on for days.
  @Test
  void listensNoLongerThanItTakes() throws Exception {
    bluez.endlessly(() -> {});
    assertThat(walk(BATTERY)).isTrue();
    assertThat(walked.lines().getLast()).startsWith("✓ advertisement: -61 dBm");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private void assertFails(BleAddress battery, String step, String words, String command)
      throws InterruptedException {
    assertThat(walk(battery)).isFalse();
    Step last = walked.last();
    assertThat(last.result()).isEqualTo(Step.Result.FAILED);
    assertThat(last.name()).isEqualTo(step);
    assertThat(last.detail()).contains(words);
    assertThat(last.command().orElse("")).isEqualTo(command);
  }

  private boolean walk(BleAddress battery) throws InterruptedException {
    Bluetooth bluetooth = new Bluetooth(() -> kernel, () -> bluez);
    ChosenTransport way = new ChosenTransport(battery, bluetooth, _ -> {}, Optional.empty());
    return new RadioWalk(walked.steps(), bluetooth, new MachineFiles(root)).walk(battery, way);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static Advertisement advertisement(boolean connected) {
    return new Advertisement(
        BATTERY.mac(),
        AddressType.PUBLIC,
        Optional.empty(),
        connected ? OptionalInt.empty() : OptionalInt.of(-61),
        List.of("ff00"),
        "",
        "hci0",
        connected);
  }
}
