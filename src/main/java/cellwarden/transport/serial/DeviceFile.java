package cellwarden.transport.serial;

import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The file of a serial port, and what is wrong with it when the port does not open.
public final class DeviceFile {

  /// Error numbers, as Linux has them.
  private static final int EPERM = 1;

  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int EINVAL = 22;
  private static final int ENOTTY = 25;

  private static final int MOST_NAMED = 3;

  private static final Set<PosixFilePermission> GROUP_RIGHTS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);

  private final SerialAddress address;
  private final Path root;
  private final Predicate<Path> mayOpen;

  public DeviceFile(SerialAddress address) {
    this(address, Path.of("/"), device -> Files.isReadable(device) && Files.isWritable(device));
  }

  /// @param root where `dev`, `proc` and `run` are
  /// @param mayOpen whether this user may read and write a file
  DeviceFile(SerialAddress address, Path root, Predicate<Path> mayOpen) {
    this.address = address;
    this.root = root;
    this.mayOpen = mayOpen;
  }

  /// The device itself, no link to it: another one once an adapter was plugged in again.
  ///
  /// @throws TransportException if there is none, or this user may not open it
  public Path find() throws TransportException {
    Path named = Path.of(address.device());
    if (!named.isAbsolute()) {
      return named;
    }
    try {
      Path device = named.toRealPath();
      PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
      if (!attributes.isOther()) {
        throw noPort(device);
      }
      if (!mayOpen.test(device)) {
        throw denied(
            device,
            attributes.group().getName(),
            attributes.permissions().containsAll(GROUP_RIGHTS));
      }
      return device;
    } catch (NoSuchFileException e) {
      throw missing(named);
    } catch (IOException e) {
      throw trouble(Kind.DENIED, "cannot look at the device (" + e.getMessage() + ")", null);
    }
  }

  /// Which program has a device open, as far as this user may see that.
  public Optional<String> holder(Path device) {
    return new PortHolder(root).of(device);
  }

  /// @param device that was not opened
  TransportException refused(Path device, SerialLine.RefusedException e) {
    return switch (e.error()) {
      case EBUSY, EAGAIN -> inUse(holder(device));
      case EACCES, EPERM ->
          trouble(
              Kind.DENIED,
              "the system keeps " + device + " from this process",
              "allow it in the unit (PrivateDevices=no, DeviceAllow="
                  + device
                  + ") or the container");
      case SerialLine.RefusedException.NO_SUCH_DEVICE -> missing(device);
      case ENOTTY -> noPort(device);
      case EINVAL ->
          trouble(
              Kind.UNREACHABLE,
              "the port does not take " + address.baud() + " baud",
              "name another speed with baud=");
      default ->
          trouble(
              Kind.UNREACHABLE,
              "the port does not open (error " + e.error() + ")",
              "unplug the adapter and plug it in again, and see 'journalctl -k'");
    };
  }

  private TransportException inUse(Optional<String> holder) {
    String program = holder.map(name -> name.replaceFirst(" .*", "")).orElse("");
    return trouble(
        Kind.UNREACHABLE,
        "the port is in use by " + holder.orElse("another program"),
        switch (program) {
          case "ModemManager" ->
              "if it does not let go by itself, end it with 'sudo systemctl disable --now ModemManager'";
          case "gpsd" -> "take the port from it in /etc/default/gpsd (DEVICES, USBAUTO)";
          case "" -> "see which with 'sudo fuser -v " + address.device() + "' and end it";
          default -> "end it, or give it another port";
        });
  }

  /// @param groupMay whether the group has the rights that this user lacks
  TransportException denied(Path device, String group, boolean groupMay) {
    String user = System.getProperty("user.name");
    boolean helps = groupMay && !group.equals("root");
    return trouble(
        Kind.DENIED,
        "the user %s may not open %s, which is for the group %s".formatted(user, device, group),
        helps
            ? "add it with 'sudo usermod -aG %s %s', then log in again or restart the service"
                .formatted(group, user)
            : "give the device to a group of this user by a udev rule (GROUP=\"dialout\", MODE=\"0660\")");
  }

  private TransportException noPort(Path device) {
    return trouble(Kind.NOT_FOUND, device + " is no serial port", "correct the path");
  }

  private TransportException missing(Path device) {
    List<String> there = plugged();
    return trouble(
        Kind.NOT_FOUND,
        "there is no " + device + (there.isEmpty() ? "" : ", only " + String.join(", ", there)),
        there.isEmpty()
            ? "plug the adapter in, and see in 'journalctl -k' whether its driver takes it"
                + " (docs/how-to/serial-and-tcp-bridges.md)"
            : "correct the path, or plug the adapter in");
  }

  /// The adapters that there are, by the names that stay.
  private List<String> plugged() {
    try (Stream<Path> links = Files.list(root.resolve("dev/serial/by-id"))) {
      return links.map(Path::toString).sorted().limit(MOST_NAMED).collect(Collectors.toList());
    } catch (IOException e) {
      return List.of();
    }
  }

  private TransportException trouble(Kind kind, String problem, @Nullable String advice) {
    return new TransportException(kind, address + ": " + problem, advice, null);
  }
}
