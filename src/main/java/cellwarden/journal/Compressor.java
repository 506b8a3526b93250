package cellwarden.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compresses rotated files, one at a time and most of the time idle, since nobody waits for it and
/// others want the processor.
///
/// A crash at any moment leaves either the file or its whole copy, or both: the copy gets its name
/// only when all of it is on the disk, and the file goes only after that.
record Compressor(Disk disk, JournalFiles files, Pause pause) {

  private static final Logger LOG = LoggerFactory.getLogger(Compressor.class);

  private static final int CHUNK = 1 << 16;

  /// Rests so many times as long as it works.
  private static final int REST = 4;

  /// Puts a compressed file in place of a rotated one.
  ///
  /// @throws IOException if it cannot; the rotated file is as it was
  void compress(Path plain) throws IOException, InterruptedException {
    Path compressed = JournalFiles.compressed(plain);
    Path unfinished = compressed.resolveSibling(compressed.getFileName() + JournalFiles.UNFINISHED);
    boolean complete = false;
    try (DiskFile from = disk.openToRead(plain)) {
      disk.delete(unfinished);
      write(from, unfinished);
      disk.move(unfinished, compressed);
      complete = true;
      disk.syncFolder(files.folder());
    } catch (NoSuchFileException e) {
      // Removed meanwhile.
    } finally {
      if (!complete) {
        deleteQuietly(unfinished);
      }
    }
    if (complete) {
      disk.delete(plain);
    }
  }

  private void deleteQuietly(Path unfinished) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      LOG.debug("{} stays until the next start: {}", unfinished, e.getMessage());
    }
  }

  private void write(DiskFile from, Path unfinished) throws IOException, InterruptedException {
    try (DiskFile to = disk.open(unfinished)) {
      DiskOutput out = new DiskOutput(to);
      try (GZIPOutputStream zip = new GZIPOutputStream(out, CHUNK)) {
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        int count = from.read(position, chunk, 0, CHUNK);
        while (count >= 0) {
          long begun = System.nanoTime();
          zip.write(chunk, 0, count);
          position += count;
          count = from.read(position, chunk, 0, CHUNK);
          pause.of(Duration.ofNanos(REST * Math.max(0, System.nanoTime() - begun)));
        }
      }
      to.sync();
    }
  }

  /// Writes at the end of a file.
  private static final class DiskOutput extends OutputStream {

    private final DiskFile file;
    private long position;

    DiskOutput(DiskFile file) {
      this.file = file;
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      file.write(position, Arrays.copyOfRange(bytes, start, start + length));
      position += length;
    }
  }
}
