package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
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
    List<Advertisement> heard = new ArrayList<>();

    List<Advertisement> all = lab.stack().scanner().scan(SHORT, heard::add);

    Advertisement expected =
        new Advertisement(
            BluezLab.MAC,
            AddressType.PUBLIC,
            Optional.of("JBD-22"),
            OptionalInt.of(-60),
            List.of("ff00"),
            "hci0",
            false);
    assertThat(all).containsExactly(expected);
    assertThat(heard).containsExactly(expected);
    assertThat(unused.calls()).isEmpty();
    assertThat(lab.bluez().discoveries()).isZero();
    assertThat(lab.bluez().scans()).as("short scans").isGreaterThan(1);
  }

  @Test
  void putsTheStrongestFirst() throws Exception {
    lab.bluez().battery("A4:C1:38:00:00:01").strength(-90);
    lab.bluez().battery("A4:C1:38:00:00:02").strength(-40);
    lab.bluez().battery("A4:C1:38:00:00:03").strength(127);

    assertThat(lab.stack().scanner().scan(SHORT, _ -> {}))
        .extracting(Advertisement::rssi)
        .containsExactly(OptionalInt.of(-40), OptionalInt.of(-90), OptionalInt.empty());
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

    assertThat(lab.stack().scanner().scan(SHORT, _ -> {}))
        .singleElement()
        .satisfies(device -> assertThat(device.connected()).isTrue());
  }

  @Test
  void listensOnAllAdaptersThatAreOn() throws Exception {
    lab.bluez().adapter("hci1", true);
    lab.bluez().adapter("hci2", false);

    assertThat(lab.stack().scanner().scan(Duration.ofMillis(50), _ -> {})).isEmpty();
    assertThat(lab.bluez().scans()).isGreaterThanOrEqualTo(2);
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

    assertThat(scan.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(lab.bluez().discoveries()).isZero();
    assertThat(unused.calls()).isEmpty();
  }
}
