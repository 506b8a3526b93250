package cellwarden.transport.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.kernel.KernelStack;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The real sockets of whatever machine this is, with Bluetooth or without.
final class KernelSocketsTest {

  private static final BleAddress NOBODY = BleAddress.of("02:00:00:00:00:00");

  @Test
  void saysOfItselfWhetherItWorksHere() throws Exception {
    try (KernelStack stack = new KernelStack()) {
      Optional<String> obstacle = stack.obstacle();
      Transport transport = stack.transport(NOBODY);

      assertThatThrownBy(() -> transport.connect(Duration.ofMillis(50)))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("ble:02:00:00:00:00:00: ")
          .hasMessageContaining(obstacle.orElse(""));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNoDescriptorsBehind() throws Exception {
    KernelSockets sockets = new KernelSockets();
    assertThat(sockets.obstacle()).isEqualTo(sockets.obstacle());
    long before = SocketPair.descriptors();

    for (int i = 0; i < 100; i++) {
      assertThat(new KernelSockets().obstacle()).isEqualTo(sockets.obstacle());
      assertThat(sockets.traffic(new BluetoothSockets.Adapter(999, "02:00:00:00:00:00", true)))
          .isEmpty();
      assertThat(sockets.links(new BluetoothSockets.Adapter(999, "02:00:00:00:00:00", true)))
          .isEmpty();
      closeManagement(sockets);
    }

    SocketPair.awaitDescriptorsBelow(before + 20);
  }

  private static void closeManagement(KernelSockets sockets) {
    try {
      Libc.close(sockets.management());
    } catch (LinkException e) {
      assertThat(e.kind()).isEqualTo(LinkException.Kind.SYSTEM);
    }
  }
}
