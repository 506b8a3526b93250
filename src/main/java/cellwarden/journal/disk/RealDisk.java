package cellwarden.journal.disk;

import cellwarden.file.WholeFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The disk of this machine.
///
/// Files are [RandomAccessFile]s, since an interrupt closes a channel.
public final class RealDisk implements Disk {

  /// More than any disk has.
  private static final long UNKNOWN_SPACE = Long.MAX_VALUE / 2;

  @Override
  public File open(Path path) throws IOException {
    return new OpenFile(own(path));
  }

  /// Linux takes the lock from a program as soon as it closes the file anywhere, so a second try in
  /// this program would cost the first its lock. No program opens its journal twice but a test.
  @Override
  public @Nullable File openLocked(Path path) throws IOException {
    RandomAccessFile file = own(path);
    boolean locked = false;
    try {
      locked = file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This program has it.
    } finally {
      if (!locked) {
        file.close();
      }
    }
    return locked ? new OpenFile(file) : null;
  }

  /// Opens a file of ours. What a link in its place leads to is neither made nor written.
  private static RandomAccessFile own(Path path) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createFile(path);
      } catch (FileAlreadyExistsException e) {
        // Another program was faster.
      }
    }
    requireRegular(path);
    if (Files.isSymbolicLink(path)) {
      throw new OddFileException(path, "a symbolic link, which is not followed");
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  /// Opening a pipe would wait for somebody at its other end.
  private static void requireRegular(Path path) throws OddFileException {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      throw new OddFileException(path, "no regular file");
    }
  }

  /// Tries for a shared lock, which is given back at once.
  @Override
  public boolean isLocked(Path path) throws IOException {
    requireRegular(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return file.getChannel().tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      if (Files.notExists(path)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public File openToRead(Path path) throws IOException {
    requireRegular(path);
    try {
      return new OpenFile(new RandomAccessFile(path.toFile(), "r"));
    } catch (IOException e) {
      if (Files.notExists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      throw e;
    }
  }

  @Override
  public Entry entry(Path path) throws IOException {
    return entry(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  private static Entry entry(Path path, BasicFileAttributes found) {
    return new Entry(String.valueOf(path.getFileName()), found.size(), found.fileKey());
  }

  /// What is gone when it is looked at has got another name since, perhaps one that was passed by
  /// already: then all is listed again. What is gone a second time is a link that leads nowhere.
  @Override
  public List<Entry> list(Path folder) throws IOException {
    Set<Path> gone = new HashSet<>();
    List<Entry> entries = new ArrayList<>();
    boolean again = true;
    while (again) {
      again = false;
      entries.clear();
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
        for (Path path : paths) {
          BasicFileAttributes found = attributes(path);
          if (found == null) {
            again |= gone.add(path);
          } else if (found.isRegularFile()) {
            entries.add(entry(path, found));
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return entries;
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void replace(Path path, byte[] bytes) throws IOException {
    WholeFile.write(path, bytes, WholeFile.Option.FORCED);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    WholeFile.forceFolder(folder);
  }

  /// A [java.nio.file.FileStore] would want a mount point, which a chroot has none of.
  @Override
  public long free(Path folder) {
    java.io.File place = folder.toAbsolutePath().toFile();
    return place.getTotalSpace() > 0 ? place.getUsableSpace() : UNKNOWN_SPACE;
  }

  /// An open file.
  private record OpenFile(RandomAccessFile file) implements File {

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long position, byte[] into, int start, int length) throws IOException {
      file.seek(position);
      return file.read(into, start, length);
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      file.seek(position);
      file.write(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
