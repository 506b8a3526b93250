package cellwarden.transport.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the program that has a serial port open: by its open files, which a user sees of the own
/// processes and root of all, or by the lock file that some programs leave.
///
/// @param root where `proc` and `run` are
record PortHolder(Path root) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /// Name and number of a process other than this one, such as `gpsd (process 512)`.
  Optional<String> of(Path device) {
    return holding(device).or(() -> locking(device)).flatMap(this::named);
  }

  private Optional<String> holding(Path device) {
    String own = Long.toString(ProcessHandle.current().pid());
    try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
      return processes
          .filter(process -> NUMBER.matcher(number(process)).matches())
          .filter(process -> !number(process).equals(own) && holds(process, device))
          .map(PortHolder::number)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean holds(Path process, Path device) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.anyMatch(file -> leadsTo(file, device));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean leadsTo(Path file, Path device) {
    try {
      return Files.readSymbolicLink(file).equals(device);
    } catch (IOException e) {
      return false;
    }
  }

  /// The number of the process stands in the file, with blanks in front.
  private Optional<String> locking(Path device) {
    return text(root.resolve("run/lock/LCK.." + device.getFileName()))
        .filter(NUMBER.asMatchPredicate());
  }

  private Optional<String> named(String number) {
    return text(root.resolve("proc").resolve(number).resolve("comm"))
        .map(name -> name + " (process " + number + ")");
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String number(Path process) {
    return String.valueOf(process.getFileName());
  }
}
