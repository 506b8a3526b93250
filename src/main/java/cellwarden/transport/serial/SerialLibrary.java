package cellwarden.transport.serial;

import cellwarden.transport.tty.HangupSignal;
import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Loads jSerialComm once.
///
/// Left alone it unpacks its native part to a well-known path in `/tmp`, or takes what lies there
/// already, whoever put it there; so it gets a new folder that only this user may write to, and
/// that is removed once it is loaded. Loading it takes `SIGHUP` from the program, which gets it
/// back.
final class SerialLibrary {

  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String ARCHITECTURE = "os.arch_full";

  /// The library's names. Where it is given none it tries those of all machines in turn.
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x86_64", "aarch64", "armv8_64");

  private static boolean loaded;
  private static Optional<String> failure = Optional.empty();

  private SerialLibrary() {}

  /// @throws IOException if it cannot be loaded, which then stays so until the process ends
  static synchronized void load() throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
    if (!loaded) {
      Path folder = Files.createTempDirectory("cellwarden-serial");
      try {
        loadFrom(folder);
        loaded = true;
      } catch (LinkageError e) {
        failure = Optional.of(reason(e));
        throw new IOException(failure.get(), e);
      } finally {
        remove(folder);
      }
    }
  }

  private static void loadFrom(Path folder) {
    String usual = System.getProperty(TEMPORARY);
    String architecture = ARCHITECTURES.get(System.getProperty("os.arch"));
    System.setProperty(TEMPORARY, folder.toString());
    if (architecture != null) {
      System.setProperty(ARCHITECTURE, architecture);
    }
    try {
      HangupSignal.keepDuring(SerialPort::getVersion);
    } finally {
      System.setProperty(TEMPORARY, usual);
      System.clearProperty(ARCHITECTURE);
    }
  }

  /// The library lists each attempt in a line such as `[2]: /tmp/x.so: failed to map segment`.
  private static String reason(LinkageError e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.isEmpty() ? e.toString() : lines.getLast().replaceFirst("^\\[[0-9]+]: ", "");
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
