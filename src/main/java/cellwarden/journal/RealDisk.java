package cellwarden.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The disk of this machine.
///
/// Files are [RandomAccessFile]s, since an interrupt closes a channel.
final class RealDisk implements Disk {

  @Override
  public DiskFile open(Path path) throws IOException {
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  /// Linux takes the lock from a program as soon as it closes the file anywhere, so a second try in
  /// this program would cost the first its lock. No program opens its journal twice but a test.
  @Override
  public @Nullable DiskFile openLocked(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
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
    return locked ? new RealFile(file) : null;
  }

  /// Tries for a shared lock, which is given back at once.
  @Override
  public boolean isLocked(Path path) throws IOException {
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
  public DiskFile openToRead(Path path) throws IOException {
    try {
      return new RealFile(new RandomAccessFile(path.toFile(), "r"));
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
    Set<Path> gone = Set.of();
    while (true) {
      Set<Path> goneNow = new HashSet<>();
      List<Entry> entries = list(folder, goneNow);
      if (gone.containsAll(goneNow)) {
        return entries;
      }
      gone = goneNow;
    }
  }

  private static List<Entry> list(Path folder, Set<Path> gone) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        try {
          BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
          if (found.isRegularFile()) {
            entries.add(entry(path, found));
          }
        } catch (NoSuchFileException e) {
          gone.add(path);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  /// Only a channel can open a folder, and an interrupt closes it: then it is done again, and the
  /// interrupt is kept for the caller.
  @Override
  public void syncFolder(Path folder) throws IOException {
    boolean interrupted = false;
    while (!syncedFolder(folder)) {
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean syncedFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  @Override
  public long free(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /// An open file.
  private record RealFile(RandomAccessFile file) implements DiskFile {

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
