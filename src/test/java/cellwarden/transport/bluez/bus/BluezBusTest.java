package cellwarden.transport.bluez.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class BluezBusTest {

  @Test
  void isWhereEverybodyLooks() {
    assertThat(BluezBus.address(Map.of())).isEqualTo("unix:path=/run/dbus/system_bus_socket");
    assertThat(BluezBus.address(Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/x")))
        .isEqualTo("unix:path=/x");
  }

  @Test
  void isMissingWithoutItsSocket() {
    assertThat(BluezBus.obstacle("unix:path=/nowhere/socket,guid=1"))
        .contains("this machine has no D-Bus system bus at /nowhere/socket");
    assertThat(BluezBus.obstacle("unix:path=/proc/self/stat;tcp:host=a")).isEmpty();
    assertThat(BluezBus.obstacle("tcp:host=localhost")).isEmpty();
  }
}
