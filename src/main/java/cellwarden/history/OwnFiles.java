package cellwarden.history;

import cellwarden.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files belong to a journal, so that nothing else is written over them: the current one,
/// rotated ones, compressed or not, and what goes with them.
public final class OwnFiles {

  private static final String DATE = "-[0-9]{4}-[0-9]{2}-[0-9]{2}";

  private final JournalFiles files;

  /// @param journal its current file
  public OwnFiles(Path journal) {
    this.files = new JournalFiles(journal);
  }

  /// The current file of the journal that a file seems to be a rotated one of, by its name.
  static Optional<Path> currentOf(Path file) {
    String name = name(file);
    String current = name.replaceFirst(DATE + "(\\.[0-9]+)?(\\.[A-Za-z]+)(\\.gz)?$", "$2");
    return current.equals(name) || current.startsWith(".")
        ? Optional.empty()
        : Optional.of(file.resolveSibling(current));
  }

  /// Whether a file is one of them, by whatever name, or would become one.
  ///
  /// @throws IOException if the folder of the journal cannot be read
  public boolean include(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (!Files.isDirectory(files.folder())) {
      return false;
    }
    if (!Files.exists(target)) {
      Path behind = Files.isSymbolicLink(target) ? linked(target) : target;
      Path parent = behind.getParent();
      return files.owns(name(behind))
          && parent != null
          && Files.exists(parent)
          && Files.isSameFile(parent, files.folder());
    }
    try (Stream<Path> all = Files.list(files.folder())) {
      for (Path own : all.filter(other -> files.owns(name(other))).toList()) {
        if (Files.exists(own) && Files.isSameFile(own, target)) {
          return true;
        }
      }
      return false;
    }
  }

  private static Path linked(Path link) throws IOException {
    return link.resolveSibling(Files.readSymbolicLink(link)).toAbsolutePath().normalize();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
