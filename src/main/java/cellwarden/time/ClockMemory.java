package cellwarden.time;

import cellwarden.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers over restarts of this program that the clock has been set, until the machine starts
/// again: a clock that somebody set by hand leaves no other trace.
///
/// Whoever cannot remember doubts the clock once more, so trouble with the file is never thrown.
///
/// @param machine tells which start of the machine this is
/// @param file holds the id of the start in which the clock was set; empty to remember nothing
record ClockMemory(ClockFiles machine, Optional<Path> file) {

  private static final Logger LOG = LoggerFactory.getLogger(ClockMemory.class);

  /// Whether the clock was set since the machine started.
  boolean holds() {
    return file.isPresent()
        && machine.boot().filter(boot -> boot.equals(read(file.get()))).isPresent();
  }

  /// Takes note that the clock is set.
  void keep() {
    if (file.isPresent() && !holds()) {
      machine.boot().ifPresent(boot -> write(file.get(), boot));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", file, e.getMessage());
      return "";
    }
  }

  /// What a power cut leaves of the file does not matter, since it ends what is remembered.
  private static void write(Path file, String boot) {
    try {
      WholeFile.write(file, boot + "\n");
    } catch (IOException e) {
      LOG.debug("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
