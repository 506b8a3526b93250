package cellwarden.cli.history;

import cellwarden.cli.console.CommandException;
import cellwarden.history.HistoryException;
import cellwarden.history.OwnFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      try (OutputStream out = open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        return answer.write(out);
      }
    }
    Path target = target();
    Path unfinished =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    unfinished.toFile().deleteOnExit();
    try {
      boolean any;
      try (OutputStream out =
          open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        any = answer.write(out);
      }
      if (any) {
        replace(unfinished, target);
      }
      return any;
    } finally {
      Files.deleteIfExists(unfinished);
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

  private static void replace(Path unfinished, Path target) throws IOException {
    if (Files.exists(target)) {
      Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(target));
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private OutputStream open(Path path, OpenOption... how) {
    try {
      return new BufferedOutputStream(Files.newOutputStream(path, how), BUFFER);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private static CommandException trouble(Path file, IOException e) {
    return CommandException.failure(CommandException.unwritable(file, e));
  }
}
