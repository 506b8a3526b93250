package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.Guard;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BluezScannerTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void tellsWhatItHears() throws Exception {
    FakeBattery unused = lab.battery();
    Advertisement expected =
        new Advertisement(
            BluezLab.MAC,
            AddressType.PUBLIC,
            Optional.of("JBD-22"),
            OptionalInt.of(-60),
            List.of("ff00"),
            "",
            "hci0",
            false);
    Guard.grow(
        SHORT,
        length -> {
          List<Advertisement> heard = new ArrayList<>();
          int before = lab.bluez().scans();

          assertThat(lab.stack().scan(length, heard::add)).containsExactly(expected);
          assertThat(heard).containsExactly(expected);
          assertThat(lab.bluez().scans()).as("short scans").isGreaterThan(before + 1);
        });
    assertThat(unused.calls()).isEmpty();
    assertThat(lab.bluez().discoveries()).isZero();
  }

  @Test
  void putsTheStrongestFirst() throws Exception {
    lab.battery().onAir(false);
    lab.bluez().battery("A4:C1:38:00:00:01").strength(-90);
    lab.bluez().battery("A4:C1:38:00:00:02").strength(-40);
    lab.bluez().battery("A4:C1:38:00:00:03").strength(127);

    Guard.grow(
        SHORT,
        length ->
            assertThat(lab.stack().scan(length, _ -> {}))
                .extracting(Advertisement::rssi)
                .containsExactly(OptionalInt.of(-40), OptionalInt.of(-90), OptionalInt.empty()));
  }

  @Test
  void leavesOutWhatIsOnlyRemembered() throws Exception {
    FakeBattery away = lab.battery();
    away.onAir(false);
    away.remembered();

    assertThat(lab.stack().scan(SHORT, _ -> {})).isEmpty();
  }

  @Test
  void tellsOfConnectedDevicesThatCannotBeHeard() throws Exception {
    FakeBattery taken = lab.battery();
    taken.remembered();
    taken.connectedByOthers();
    taken.onAir(false);

    Guard.grow(
        SHORT,
        length ->
            assertThat(lab.stack().scan(length, _ -> {}))
                .singleElement()
                .satisfies(device -> assertThat(device.connected()).isTrue()));
  }

  @Test
  void listensOnAllAdaptersThatAreOn() throws Exception {
    lab.battery().onAir(false);
    lab.bluez().adapter("hci1", true);
    lab.bluez().adapter("hci2", false);

    Guard.grow(
        Duration.ofMillis(50),
        length -> {
          int before = lab.bluez().scans();
          assertThat(lab.stack().scan(length, _ -> {})).isEmpty();
          assertThat(lab.bluez().scans()).isGreaterThanOrEqualTo(before + 2);
        });
  }

  @Test
  void saysThatNoAdapterIsOn() {
    lab.bluez().adapter("hci0", false);

    assertThat(
            catchThrowableOfType(TransportException.class, () -> lab.stack().scan(SHORT, _ -> {})))
        .hasMessageContaining("Bluetooth adapter hci0 is switched off");
  }

  @Test
  void stopsListeningOnAnInterrupt() throws Exception {
    FakeBattery unused = lab.battery();
    CountDownLatch listening = new CountDownLatch(1);
    FutureTask<Boolean> scan =
        new FutureTask<>(() -> {
          try {
            lab.stack().scan(Duration.ofHours(1), _ -> listening.countDown());
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
