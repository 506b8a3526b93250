package cellwarden.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file that lines are appended to. For one thread, except [#sync()].
final class CurrentFile implements Closeable {

  private static final byte LINE_FEED = '\n';

  private final Disk disk;
  private final Path path;
  private final DiskFile file;
  private final @Nullable Object identity;
  private final Tail found;
  private @Nullable LocalDate day;
  private boolean hasSample;
  private boolean torn;
  private long end;

  private CurrentFile(
      Disk disk, Path path, DiskFile file, @Nullable Object identity, Tail found, long end) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.identity = identity;
    this.found = found;
    this.day = found.day().orElse(null);
    this.hasSample = found.lastSeq() > 0;
    this.torn = found.torn();
    this.end = end;
  }

  /// Opens the file, or begins one whose name outlasts a power cut.
  static CurrentFile open(Disk disk, JournalFiles files) throws IOException {
    Path path = files.current();
    DiskFile file = disk.open(path);
    boolean complete = false;
    try {
      Tail tail = Tail.of(file);
      long end = file.length();
      if (end == 0) {
        disk.syncFolder(files.folder());
      }
      CurrentFile current =
          new CurrentFile(disk, path, file, disk.entry(path).identity(), tail, end);
      complete = true;
      return current;
    } finally {
      if (!complete) {
        file.close();
      }
    }
  }

  /// What was in it when it was opened.
  Tail found() {
    return found;
  }

  /// UTC day of the last sample, else of the last line; empty while there is none.
  Optional<LocalDate> day() {
    return Optional.ofNullable(day);
  }

  boolean hasSample() {
    return hasSample;
  }

  /// Takes note of what was appended.
  void wrote(LocalDate day, boolean sample) {
    if (sample || !hasSample) {
      this.day = day;
    }
    hasSample |= sample;
  }

  /// How a file ended at a moment, to go back to.
  ///
  /// @param torn whether its last line had no end
  record Mark(long length, boolean torn) {}

  Mark mark() {
    return new Mark(end, torn);
  }

  /// Bytes.
  long length() {
    return end;
  }

  /// Whether the file still has its name. Somebody may have moved or deleted it, or put another one
  /// in its place: what is written to it then is lost to readers. Takes note when it was cut off.
  boolean isInPlace() throws IOException {
    try {
      Disk.Entry entry = disk.entry(path);
      end = entry.size();
      return Objects.equals(identity, entry.identity());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Appends a line with one write.
  ///
  /// @throws IOException if it is not there whole; then nothing of it is, unless the disk refuses
  ///   even that
  void append(byte[] json) throws IOException {
    byte[] line = line(json);
    Mark before = mark();
    try {
      file.write(end, line);
      end += line.length;
      torn = false;
    } catch (IOException e) {
      cutOff(before, e);
      throw e;
    }
  }

  /// Ends what an earlier write or a power cut left without an end, so that nothing is joined to
  /// it.
  void endTornLine() throws IOException {
    if (torn) {
      append(new byte[0]);
    }
  }

  /// Takes back all that was written since. The reason why must not be hidden by what goes wrong
  /// now.
  void cutOff(Mark before, IOException reason) {
    try {
      file.truncate(before.length());
      end = before.length();
      torn = before.torn();
    } catch (IOException e) {
      torn = true;
      reason.addSuppressed(e);
    }
  }

  void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private byte[] line(byte[] json) {
    int start = torn ? 1 : 0;
    int feeds = json.length == 0 ? start : start + 1;
    byte[] line = new byte[json.length + feeds];
    Arrays.fill(line, LINE_FEED);
    System.arraycopy(json, 0, line, start, json.length);
    return line;
  }
}
