package cellwarden.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the files of a Linux machine tell about its Bluetooth and about this process.
///
/// @param root where the file system begins
record MachineFiles(Path root) {

  /// CAP_NET_ADMIN (linux/capability.h).
  private static final int NET_ADMIN = 12;

  private static final int HEX = 16;

  /// `hci0` and so on, as far as the kernel has set them up.
  List<String> adapters() {
    try (Stream<Path> entries = Files.list(root.resolve("sys/class/bluetooth"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("hci[0-9]+"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// What the kernel says of an adapter's device, such as `DRIVER=btusb PRODUCT=a12/1/8891`.
  String device(String adapter) {
    return text("sys/class/bluetooth/" + adapter + "/device/uevent")
        .map(uevent -> uevent.strip().replace('\n', ' '))
        .orElse("");
  }

  /// Whether this process may administer the network, which Bluetooth is part of.
  boolean hasNetAdmin() {
    return text("proc/self/status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("CapEff:"))
        .anyMatch(line ->
            (Long.parseUnsignedLong(line.replaceFirst("CapEff:\\s*", ""), HEX) >> NET_ADMIN & 1)
                == 1);
  }

  /// What the machine is and runs, one fact a line.
  List<String> facts() {
    return Stream.of(
            named("system", text("etc/os-release").flatMap(MachineFiles::prettyName)),
            named("kernel", text("proc/version")),
            named("machine", text("proc/device-tree/model")),
            named("bluez", bluezVersion()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> named(String name, Optional<String> fact) {
    return fact.map(text -> name + ": " + text.replace('\0', ' ').strip());
  }

  private static Optional<String> prettyName(String release) {
    return release
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.replaceFirst("PRETTY_NAME=", "").replace("\"", ""))
        .findFirst();
  }

  /// Of Debian's packages; their list is long.
  private Optional<String> bluezVersion() {
    try (Stream<String> lines =
        Files.lines(root.resolve("var/lib/dpkg/status"), StandardCharsets.ISO_8859_1)) {
      return lines
          .dropWhile(line -> !line.equals("Package: bluez"))
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.startsWith("Version: "))
          .map(line -> line.replaceFirst("Version: ", ""))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
