package cellwarden.journal;

import static java.util.stream.Collectors.toSet;

import cellwarden.file.WholeFile;
import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compresses segments, one at a time and most of the time idle, since nobody waits for it and
/// others want the processor.
///
/// A crash at any moment leaves either the segment or its whole copy, or both: the copy gets its
/// name only when all of it is on the disk, and the segment goes only after that.
record Compressor(Disk disk, JournalFiles files, Pause pause) {

  private static final Logger LOG = LoggerFactory.getLogger(Compressor.class);

  private static final int CHUNK = 1 << 16;

  /// Rests so many times as long as it works.
  private static final int REST = 4;

  /// Waits.
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /// Removes what a crash left half done, and what was derived from segments that are gone. A
  /// segment whose copy was complete already is compressed again.
  void tidyUp() throws IOException {
    Set<String> names = disk.list(files.folder()).stream().map(Disk.Entry::name).collect(toSet());
    for (String name : names) {
      Optional<String> segment = files.segment(name);
      if (segment.isPresent() && isLeft(name, segment.get(), names)) {
        disk.delete(files.folder().resolve(name));
      }
    }
  }

  private static boolean isLeft(String name, String segment, Set<String> names) {
    return name.endsWith(WholeFile.UNFINISHED)
        || !(names.contains(segment) || names.contains(segment + JournalFiles.COMPRESSED));
  }

  /// Puts a compressed file in place of a segment.
  ///
  /// @return whether it did; if not, somebody removed the segment meanwhile or put another file in
  ///   its place
  /// @throws IOException if it cannot; the segment is as it was
  boolean compress(Path plain) throws IOException, InterruptedException {
    Path compressed = JournalFiles.compressed(plain);
    Path unfinished = compressed.resolveSibling(compressed.getFileName() + WholeFile.UNFINISHED);
    boolean complete = false;
    try {
      Object identity = disk.entry(plain).identity();
      disk.delete(unfinished);
      write(plain, unfinished);
      if (Objects.equals(identity, disk.entry(plain).identity())) {
        disk.move(unfinished, compressed);
        complete = true;
        disk.syncFolder(files.folder());
        disk.delete(plain);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} was removed meanwhile", plain);
    } finally {
      if (!complete) {
        deleteQuietly(unfinished);
      }
    }
    return complete;
  }

  private void deleteQuietly(Path unfinished) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      LOG.debug("{} stays until the next start: {}", unfinished, e.getMessage());
    }
  }

  private void write(Path plain, Path unfinished) throws IOException, InterruptedException {
    try (Disk.File from = disk.openToRead(plain);
        Disk.File to = disk.open(unfinished)) {
      try (GZIPOutputStream zip = new GZIPOutputStream(new DiskOutput(to), CHUNK)) {
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        int count = from.read(position, chunk, 0, CHUNK);
        while (count >= 0) {
          long begun = System.nanoTime();
          zip.write(chunk, 0, count);
          position += count;
          count = from.read(position, chunk, 0, CHUNK);
          pause.of(restAfter(begun));
        }
      }
      to.sync();
    }
  }

  /// How long to rest after work that began then, by the monotonic clock.
  static Duration restAfter(long begun) {
    return Duration.ofNanos(REST * Math.max(0, System.nanoTime() - begun));
  }

  /// Writes at the end of a file.
  private static final class DiskOutput extends OutputStream {

    private final Disk.File file;
    private long position;

    DiskOutput(Disk.File file) {
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
