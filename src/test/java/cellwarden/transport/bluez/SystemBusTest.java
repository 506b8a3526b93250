package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SystemBusTest {

  @Test
  void isWhereEverybodyLooks() {
    assertThat(SystemBus.address(Map.of())).isEqualTo("unix:path=/run/dbus/system_bus_socket");
    assertThat(SystemBus.address(Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/x")))
        .isEqualTo("unix:path=/x");
  }

  @Test
  void isMissingWithoutItsSocket() {
    assertThat(SystemBus.obstacle("unix:path=/nowhere/socket,guid=1"))
        .contains("this machine has no D-Bus system bus at /nowhere/socket");
    assertThat(SystemBus.obstacle("unix:path=/proc/self/stat;tcp:host=a")).isEmpty();
    assertThat(SystemBus.obstacle("tcp:host=localhost")).isEmpty();
  }
}
