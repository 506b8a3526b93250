package cellwarden.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Opens rotated files, which may be compressed or removed at any moment.
final class PartReader {

  private static final int BUFFER = 1 << 13;

  private PartReader() {}

  /// Reads a rotated file from an offset on, or its compressed copy where that took its place.
  ///
  /// @param plain its path without `.gz`
  /// @throws NoSuchFileException if it was removed
  static LineReader open(Disk disk, Path plain, long offset) throws IOException {
    try {
      return new LineReader(new DiskInput(disk.openToRead(plain), offset, true), offset, true);
    } catch (NoSuchFileException e) {
      return compressed(disk.openToRead(JournalFiles.compressed(plain)), offset);
    }
  }

  /// Reads a compressed file.
  static LineReader openCompressed(Disk disk, Path compressed) throws IOException {
    return compressed(disk.openToRead(compressed), 0);
  }

  private static LineReader compressed(DiskFile file, long offset) throws IOException {
    boolean opened = false;
    try {
      InputStream in = new GZIPInputStream(new DiskInput(file, 0, true), BUFFER);
      in.skipNBytes(offset);
      opened = true;
      return new LineReader(in, offset, true);
    } catch (ZipException | EOFException e) {
      return LineReader.unreadable(e);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }
}
