package cellwarden.transport.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.kernel.FakeSockets;
import cellwarden.transport.kernel.socket.BluetoothSockets.Link;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Whether the kernel ends a link.
@EnabledOnOs(OS.LINUX)
final class ManagementTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final FakeSockets sockets = new FakeSockets();
  private final Management management = new Management(sockets);

  @AfterEach
  void closeAll() throws Exception {
    sockets.close();
  }

  @Test
  void isSoAlsoWhereItDoesNotAnswerInTime() throws Exception {
    Link link = link();
    sockets.kernel.deafTo("1400");

    // Again, where this machine is too slow to find the adapter in time.
    Guard.await("the order", () -> management.end(link, SHORT));
    Guard.await("its arrival", () -> !sockets.kernel.received().isEmpty());
  }

  @Test
  void isNotSoWhereItCannotBeTold() throws Exception {
    Link link = link();
    sockets.kernel.has();

    assertThat(management.end(link, SHORT)).isFalse();
    assertThat(sockets.kernel.received()).isEmpty();
  }

  @Test
  void isNotSoWhereItRefuses() throws Exception {
    Link link = link();
    sockets.kernel.denies();

    assertThat(management.end(link, Guard.HANG)).isFalse();
  }

  private Link link() throws LinkException {
    return sockets.connect(
        FakeKernel.ADAPTER, new PeerAddress("A4:C1:38:00:11:22", AddressType.PUBLIC), false);
  }
}
