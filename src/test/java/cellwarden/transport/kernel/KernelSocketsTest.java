package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
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

      assertThat(stack.kind()).isEqualTo(BleAddress.Stack.KERNEL);
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
      assertThat(sockets.traffic(new Adapter(999, "02:00:00:00:00:00", true))).isEmpty();
      assertThat(sockets.links(new Adapter(999, "02:00:00:00:00:00", true))).isEmpty();
      int management = sockets.management();
      if (management >= 0) {
        Libc.close(management);
      }
    }

    SocketPair.awaitDescriptorsBelow(before + 20);
  }
}
