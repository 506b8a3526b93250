package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.Guard;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AddressType;
import cellwarden.transport.ble.Advertisement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BluezScannerTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;
  private BluezLab lab;

  @BeforeEach
  void openLab() throws Exception {
    lab = BluezLab.open(folder);
  }

  @AfterEach
  void closeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void tellsWhatItHears() throws Exception {
    FakeBattery unused = lab.bluez().battery(BluezLab.MAC);
    Advertisement expected =
        new Advertisement(
            BluezLab.MAC,
            AddressType.PUBLIC,
            Optional.of("JBD-22"),
            OptionalInt.of(-60),
            List.of("ff00"),
            "hci0",
            false);
    Guard.grow(
        SHORT,
        length -> {
          List<Advertisement> heard = new ArrayList<>();
          int before = lab.bluez().scans();

          assertThat(lab.stack().scanner().scan(length, heard::add)).containsExactly(expected);
          assertThat(heard).containsExactly(expected);
          assertThat(lab.bluez().scans()).as("short scans").isGreaterThan(before + 1);
        });
    assertThat(unused.calls()).isEmpty();
    assertThat(lab.bluez().discoveries()).isZero();
  }

  @Test
  void putsTheStrongestFirst() throws Exception {
    lab.bluez().battery("A4:C1:38:00:00:01").strength(-90);
    lab.bluez().battery("A4:C1:38:00:00:02").strength(-40);
    lab.bluez().battery("A4:C1:38:00:00:03").strength(127);

    Guard.grow(
        SHORT,
        length ->
            assertThat(lab.stack().scanner().scan(length, _ -> {}))
                .extracting(Advertisement::rssi)
                .containsExactly(OptionalInt.of(-40), OptionalInt.of(-90), OptionalInt.empty()));
  }

  @Test
  void leavesOutWhatIsOnlyRemembered() throws Exception {
    FakeBattery away = lab.bluez().battery(BluezLab.MAC);
    away.onAir(false);
    away.remembered();

    assertThat(lab.stack().scanner().scan(SHORT, _ -> {})).isEmpty();
  }

  @Test
  void tellsOfConnectedDevicesThatCannotBeHeard() throws Exception {
    FakeBattery taken = lab.bluez().battery(BluezLab.MAC);
    taken.remembered();
    taken.connectedByOthers();
    taken.onAir(false);

    Guard.grow(
        SHORT,
        length ->
            assertThat(lab.stack().scanner().scan(length, _ -> {}))
                .singleElement()
                .satisfies(device -> assertThat(device.connected()).isTrue()));
  }

  @Test
  void listensOnAllAdaptersThatAreOn() throws Exception {
    lab.bluez().adapter("hci1", true);
    lab.bluez().adapter("hci2", false);

    Guard.grow(
        Duration.ofMillis(50),
        length -> {
          int before = lab.bluez().scans();
          assertThat(lab.stack().scanner().scan(length, _ -> {})).isEmpty();
          assertThat(lab.bluez().scans()).isGreaterThanOrEqualTo(before + 2);
        });
  }

  @Test
  void saysThatNoAdapterIsOn() {
    lab.bluez().adapter("hci0", false);

    assertThat(
            catchThrowableOfType(
                TransportException.class, () -> lab.stack().scanner().scan(SHORT, _ -> {})))
        .hasMessageContaining("Bluetooth adapter hci0 is switched off");
  }

  @Test
  void stopsListeningOnAnInterrupt() throws Exception {
    FakeBattery unused = lab.bluez().battery(BluezLab.MAC);
    CountDownLatch listening = new CountDownLatch(1);
    FutureTask<Boolean> scan =
        new FutureTask<>(() -> {
          try {
            lab.stack().scanner().scan(Duration.ofHours(1), _ -> listening.countDown());
            return false;
          } catch (InterruptedException e) {
            return true;
          }
        });
    Thread thread = Thread.ofPlatform().start(scan);
    listening.await();
    thread.interrupt();

    assertThat(scan.get(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(lab.bluez().discoveries()).isZero();
    assertThat(unused.calls()).isEmpty();
  }
}
