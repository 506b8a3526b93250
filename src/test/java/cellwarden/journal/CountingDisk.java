package cellwarden.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real disk that is slow: an fsync of the journal ends only when so many lines were written.
final class CountingDisk implements Disk {

  private final Disk real = Disk.real();
  private final Path journal;
  private final int lines;
  private int writes;
  private int syncs;

  CountingDisk(Path journal, int lines) {
    this.journal = journal;
    this.lines = lines;
  }

  synchronized int syncs() {
    return syncs;
  }

  private synchronized void wrote() {
    writes++;
    notifyAll();
  }

  private synchronized void awaitLines() throws IOException {
    syncs++;
    try {
      while (writes < lines) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    DiskFile file = real.open(path);
    return path.equals(journal) ? new CountedFile(file) : file;
  }

  @Override
  public @Nullable DiskFile openLocked(Path path) throws IOException {
    return real.openLocked(path);
  }

  @Override
  public boolean isLocked(Path path) throws IOException {
    return real.isLocked(path);
  }

  @Override
  public DiskFile openToRead(Path path) throws IOException {
    return real.openToRead(path);
  }

  @Override
  public Entry entry(Path path) throws IOException {
    return real.entry(path);
  }

  @Override
  public List<Entry> list(Path folder) throws IOException {
    return real.list(folder);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    real.syncFolder(folder);
  }

  @Override
  public long free(Path folder) throws IOException {
    return real.free(folder);
  }

  /// Passes everything on.
  private final class CountedFile implements DiskFile {

    private final DiskFile file;

    CountedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long position, byte[] into, int start, int length) throws IOException {
      return file.read(position, into, start, length);
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      file.write(position, bytes);
      wrote();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      awaitLines();
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
