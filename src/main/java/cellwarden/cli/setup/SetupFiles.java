package cellwarden.cli.setup;

import cellwarden.cli.console.CommandException;
import cellwarden.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Writes files whole or not at all, for root and the service alone.
final class SetupFiles {

  private static final String GROUP = "cellwarden";

  private SetupFiles() {}

  /// Whether a file can be made, or replaced, there.
  static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && Files.notExists(folder)) {
      folder = folder.getParent();
    }
    return folder != null && Files.isWritable(folder);
  }

  /// Puts a text in the place of what the file held: the owner writes it, and the service's group
  /// reads it, where there is one.
  ///
  /// @throws CommandException if it cannot be written; then the file is as it was
  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      try (WholeFile whole =
          WholeFile.begin(target, WholeFile.Option.PRIVATE, WholeFile.Option.FORCED)) {
        whole.out().write(text.getBytes(StandardCharsets.UTF_8));
        Path fresh = whole.path();
        Optional<GroupPrincipal> group = group(fresh);
        if (group.isPresent()) {
          Files.getFileAttributeView(fresh, PosixFileAttributeView.class).setGroup(group.get());
          Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
        }
        whole.finish();
      }
    } catch (IOException e) {
      throw CommandException.failure(CommandException.unwritable(file, e));
    }
  }

  /// The service's group, where this user may give files to it.
  private static Optional<GroupPrincipal> group(Path file) {
    try {
      return "root".equals(Files.getOwner(file).getName())
          ? Optional.of(
              file.getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByGroupName(GROUP))
          : Optional.empty();
    } catch (IOException e) {
      // There is no such group.
      return Optional.empty();
    }
  }

  /// Keeps what a file holds under another name, with its rights.
  ///
  /// @return that name
  /// @throws CommandException if it cannot be kept
  static Path keep(Path file) {
    int number = 1;
    Path kept = file.resolveSibling(file.getFileName() + ".old");
    while (Files.exists(kept)) {
      number++;
      kept = file.resolveSibling(file.getFileName() + ".old" + number);
    }
    try {
      Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES);
      return kept;
    } catch (IOException e) {
      throw CommandException.failure(CommandException.unwritable(kept, e));
    }
  }
}
