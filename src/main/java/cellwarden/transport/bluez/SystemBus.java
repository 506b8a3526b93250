package cellwarden.transport.bluez;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the system's message bus is.
final class SystemBus {

  private static final String USUAL = "unix:path=/run/dbus/system_bus_socket";
  private static final String SOCKET = "unix:path=";

  private SystemBus() {}

  /// The address as D-Bus writes it; programs agree on the variable that overrides it.
  static String address(Map<String, String> environment) {
    String address = environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", "");
    return address.isEmpty() ? USUAL : address;
  }

  /// Why there is certainly no bus at this address.
  static Optional<String> obstacle(String address) {
    if (!address.startsWith(SOCKET)) {
      return Optional.empty();
    }
    String socket = address.substring(SOCKET.length()).replaceFirst("[,;].*", "");
    return Files.exists(Path.of(socket))
        ? Optional.empty()
        : Optional.of("this machine has no D-Bus system bus at " + socket);
  }
}
