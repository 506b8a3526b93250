package cellwarden.cli.history;

import cellwarden.cli.console.CommandException;
import cellwarden.file.WholeFile;
import cellwarden.history.HistoryException;
import cellwarden.history.OwnFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file that an answer goes to. It takes the place of an older one only when it is whole; pipes
/// and devices are written as the answer comes.
final class OutputFile {

  private static final int BUFFER = 1 << 16;

  private final Path file;

  private OutputFile(Path file) {
    this.file = file;
  }

  /// Writes an answer.
  @FunctionalInterface
  interface Answer {
    /// Writes it.
    ///
    /// @return whether there was anything to write
    boolean write(OutputStream out) throws HistoryException, IOException, InterruptedException;
  }

  /// @param journal the current file of the one that is asked
  /// @throws CommandException if the file belongs to that journal
  static OutputFile of(Path file, Path journal) {
    try {
      if (new OwnFiles(journal).include(file)) {
        throw CommandException.usage(
            "--output: " + file + " belongs to the journal " + journal + "; name another file");
      }
    } catch (IOException e) {
      throw trouble(file, e);
    }
    if (Files.isDirectory(file)) {
      throw CommandException.usage("--output: " + file + " is a folder; name a file");
    }
    return new OutputFile(file);
  }

  /// Whether it is a file that stays, not a pipe or a device.
  boolean isKept() {
    Path absolute = file.toAbsolutePath().normalize();
    return !absolute.startsWith("/dev")
        && !absolute.startsWith("/proc")
        && (Files.isRegularFile(file) || Files.notExists(file));
  }

  /// Writes the answer; where it has nothing, a file that is kept stays as it was.
  ///
  /// @return whether there was anything to write
  boolean write(Answer answer) throws HistoryException, IOException, InterruptedException {
    if (!isKept()) {
      try (OutputStream out = open()) {
        return answer.write(out);
      }
    }
    Path target = target();
    WholeFile fresh = begin(target);
    // A signal ends no try; and what another program has begun meanwhile under that name stays.
    Thread removal = new Thread(() -> remove(fresh));
    Runtime.getRuntime().addShutdownHook(removal);
    try (fresh) {
      OutputStream out = new BufferedOutputStream(fresh.out(), BUFFER);
      boolean any = answer.write(out);
      out.flush();
      if (any) {
        finish(fresh);
      }
      return any;
    } finally {
      keep(removal);
    }
  }

  private static void remove(WholeFile fresh) {
    try {
      fresh.remove();
    } catch (IOException e) {
      // The next to be written replaces it.
    }
  }

  private static void keep(Thread removal) {
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException e) {
      // The program is ending already.
    }
  }

  private void finish(WholeFile fresh) {
    try {
      fresh.finish();
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /// Where a link leads, so that it stays one.
  private Path target() throws IOException {
    if (Files.exists(file)) {
      if (!Files.isWritable(file)) {
        throw CommandException.failure(
            file + " cannot be written (permission denied); name another file");
      }
      return file.toRealPath();
    }
    return Files.isSymbolicLink(file)
        ? file.toAbsolutePath().resolveSibling(Files.readSymbolicLink(file))
        : file.toAbsolutePath();
  }

  private WholeFile begin(Path target) {
    try {
      return WholeFile.begin(target, WholeFile.Option.WITH_RIGHTS);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private OutputStream open() {
    try {
      return new BufferedOutputStream(
          Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND), BUFFER);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private static CommandException trouble(Path file, IOException e) {
    return CommandException.failure(CommandException.unwritable(file, e));
  }
}
