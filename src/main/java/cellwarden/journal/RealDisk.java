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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The disk of this machine.
///
/// Files are [RandomAccessFile]s, since an interrupt closes a channel.
final class RealDisk implements Disk {

  @Override
  public DiskFile open(Path path) throws IOException {
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

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
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Entry(String.valueOf(path.getFileName()), attributes.size(), attributes.fileKey());
  }

  @Override
  public List<Entry> list(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        addIfThere(path, entries);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  private void addIfThere(Path path, List<Entry> entries) throws IOException {
    try {
      entries.add(entry(path));
    } catch (NoSuchFileException e) {
      // Deleted since the folder was read.
    }
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
