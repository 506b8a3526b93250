package cellwarden.file;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A file that takes the place of another once it is whole: whoever reads finds the old one or the
/// new one, also after a kill or on a full disk.
///
/// Until then it stands beside the other, with [#UNFINISHED] after its name, as no file of anybody
/// else is called. A kill leaves that, and the next to be written removes it. A link in the place
/// of either is replaced, not followed. No interrupt ends a call.
public final class WholeFile implements Closeable {

  public static final String UNFINISHED = ".cellwarden.tmp";

  /// How it is written.
  public enum Option {
    /// Only its owner may read it.
    PRIVATE,
    /// Who may read and write the old one, may the new one.
    WITH_RIGHTS,
    /// It outlasts a power cut, and until it is finished the old one does.
    FORCED
  }

  private final Path target;
  private final Path path;
  private final List<Option> options;
  private final FileOutputStream out;
  private final Object identity;

  private WholeFile(Path target, Path path, List<Option> options) throws IOException {
    this.target = target;
    this.path = path;
    this.options = options;
    this.out = new FileOutputStream(path.toFile());
    this.identity = identity();
  }

  /// Begins an empty file that shall take the place of another.
  public static WholeFile begin(Path target, Option... options) throws IOException {
    List<Option> chosen = List.of(options);
    Path path = target.resolveSibling(target.getFileName() + UNFINISHED);
    String rights = chosen.contains(Option.PRIVATE) ? "rw-------" : "rw-rw-rw-";
    Files.deleteIfExists(path);
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
    return new WholeFile(target, path, chosen);
  }

  /// Writes a whole file at once.
  ///
  /// @throws IOException if it cannot be written; then the old one is as it was
  public static void write(Path target, byte[] bytes, Option... options) throws IOException {
    try (WholeFile file = begin(target, options)) {
      file.out.write(bytes);
      file.finish();
    }
  }

  /// Writes a whole text at once, as UTF-8.
  ///
  /// @throws IOException if it cannot be written; then the old one is as it was
  public static void write(Path target, String text, Option... options) throws IOException {
    write(target, text.getBytes(StandardCharsets.UTF_8), options);
  }

  /// Where it stands until it is finished.
  public Path path() {
    return path;
  }

  /// Writes into it, without a buffer.
  public OutputStream out() {
    return out;
  }

  /// Puts it in the place of the other.
  ///
  /// @throws IOException if another program has begun to write the same file, too
  public void finish() throws IOException {
    if (!isMine()) {
      throw new IOException("another program writes it at the same time");
    }
    if (options.contains(Option.WITH_RIGHTS) && Files.exists(target)) {
      Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(target));
    }
    boolean forced = options.contains(Option.FORCED);
    if (forced) {
      out.getFD().sync();
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    if (forced) {
      forceFolder(target.resolveSibling("."));
    }
  }

  /// Removes it unless it is finished. What another program has begun under that name stays.
  public void remove() throws IOException {
    if (isMine()) {
      Files.delete(path);
    }
  }

  /// Removes it unless it is finished.
  @Override
  public void close() throws IOException {
    try (out) {
      remove();
    }
  }

  private boolean isMine() throws IOException {
    try {
      return identity.equals(identity());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Object identity() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /// Makes new, moved and deleted names of a folder outlast a power cut.
  public static void forceFolder(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      forceFolder(folder);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
