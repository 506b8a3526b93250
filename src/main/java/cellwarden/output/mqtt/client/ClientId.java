package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/// The name that the broker knows an installation by, where the configuration gives none: another
/// one on each machine and for each journal, and the same after each start.
public final class ClientId {

  /// What tells machines apart. A card that was copied has the first of its original, a container
  /// often has none; the serial number is a Raspberry Pi's.
  private static final List<Path> MACHINE =
      List.of(
          Path.of("/etc/machine-id"),
          Path.of("/proc/device-tree/serial-number"),
          Path.of("/proc/sys/kernel/hostname"));

  private ClientId() {}

  /// @param installation a file that only this installation has
  static String of(MqttConfig config, Path installation) {
    return config
        .clientId()
        .orElseGet(() ->
            config
                .site()
                .map(site -> "cellwarden-" + site + "-" + installation(installation))
                .orElseGet(() -> of(MACHINE, installation)));
  }

  /// Tells this installation from others, 8 hexadecimal digits, whatever the broker knows it by.
  ///
  /// @param installation a file that only this installation has
  public static String installation(Path installation) {
    return "%08x".formatted(sum(MACHINE, installation));
  }

  /// Short enough for every broker (23 characters).
  static String of(List<Path> machine, Path installation) {
    return "cellwarden-%08x".formatted(sum(machine, installation));
  }

  private static long sum(List<Path> machine, Path installation) {
    CRC32 sum = new CRC32();
    for (Path file : machine) {
      sum.update(content(file));
      sum.update(0);
    }
    sum.update(
        installation.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
