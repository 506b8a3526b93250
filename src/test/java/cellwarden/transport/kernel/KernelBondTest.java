package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What bluetoothd paired is read over the kernel's sockets.
final class KernelBondTest {

  /// What the kernel says of a link that it ended, as it does where encryption failed.
  private static final int ECONNABORTED = 103;

  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeSockets sockets = new FakeSockets();
  private final AtomicBoolean bonded = new AtomicBoolean(true);
  private final Transport transport =
      new KernelStack(sockets, new AdapterCheck(Path.of("/nonexistent")))
          .transport(BleAddress.of("A4:C1:38:00:11:22"), bonded::get);

  @AfterEach
  void closeAll() throws Exception {
    sockets.close();
  }

  @Test
  void hasTheLinkEncryptedWhereThereIsABondAtThatTime() throws Exception {
    transport.connect(LONG).close();
    assertThat(sockets.wasBonded()).isTrue();

    bonded.set(false);
    transport.connect(LONG).close();
    assertThat(sockets.wasBonded()).isFalse();
  }

  @Test
  void takesAnEncryptionThatFailsForABondThatTheBatteryForgot() {
    sockets.refuse(ECONNABORTED);

    assertTrouble(BleTrouble.WANTS_PAIRING);
    bonded.set(false);
    assertTrouble(BleTrouble.CONNECT_FAILED);
  }

  private void assertTrouble(BleTrouble trouble) {
    assertThatThrownBy(() -> transport.connect(LONG))
        .isInstanceOfSatisfying(
            BleException.class, e -> assertThat(e.trouble()).isEqualTo(trouble));
  }
}
