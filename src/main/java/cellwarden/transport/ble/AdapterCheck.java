package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks which of this machine's adapters can carry a link, and why none can.
///
/// @param rfkill folder of the switches that silence radios, with one entry for each
public record AdapterCheck(Path rfkill) {

  /// With the switches as the kernel shows them.
  public static final AdapterCheck SYSTEM = new AdapterCheck(Path.of("/sys/class/rfkill"));

  private static final String ON = "1";

  /// A Bluetooth adapter of this machine.
  public interface AdapterState {
    /// `hci0` and so on.
    String name();

    /// MAC address, in upper case.
    String mac();

    /// Whether it is switched on.
    boolean powered();

    /// Whether an address may mean it, by its name or its MAC address.
    default boolean isMeantBy(Optional<String> wanted) {
      return wanted.map(it -> it.equals(name()) || it.equals(mac())).orElse(true);
    }
  }

  /// The adapters that are on; of these only the one that the battery's address names, if it does.
  ///
  /// @param battery that is to be reached; empty for a scan
  /// @return at least one
  /// @throws BleException if there is none, with the reason
  public <A extends AdapterState> List<A> usable(Optional<BleAddress> battery, List<A> all)
      throws BleException {
    Optional<String> wanted = battery.flatMap(BleAddress::adapter);
    List<A> meant = all.stream().filter(adapter -> adapter.isMeantBy(wanted)).toList();
    List<A> usable = meant.stream().filter(AdapterState::powered).toList();
    if (!usable.isEmpty()) {
      return usable;
    }
    if (all.isEmpty()) {
      throw trouble(BleTrouble.NO_ADAPTER, battery, "");
    }
    if (meant.isEmpty()) {
      String names =
          all.stream()
              .map(adapter -> adapter.name() + " (" + adapter.mac() + ")")
              .collect(Collectors.joining(", "));
      throw trouble(BleTrouble.UNKNOWN_ADAPTER, battery, wanted.orElse("") + ", only " + names);
    }
    String name = meant.getFirst().name();
    throw trouble(blocks(name) ? BleTrouble.BLOCKED : BleTrouble.ADAPTER_OFF, battery, name);
  }

  private static BleException trouble(
      BleTrouble trouble, Optional<BleAddress> battery, String detail) {
    return battery
        .map(address -> trouble.at(address, detail))
        .orElseGet(() -> trouble.anywhere(detail, null));
  }

  /// Whether a switch silences this adapter.
  private boolean blocks(String adapter) {
    try (DirectoryStream<Path> switches = Files.newDirectoryStream(rfkill)) {
      for (Path entry : switches) {
        if (read(entry, "name").equals(adapter)
            && (read(entry, "soft").equals(ON) || read(entry, "hard").equals(ON))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // Also where this machine has no such switches.
      return false;
    }
  }

  private static String read(Path entry, String file) throws IOException {
    return Files.readString(entry.resolve(file)).strip();
  }
}
