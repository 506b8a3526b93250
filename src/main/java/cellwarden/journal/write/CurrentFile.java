package cellwarden.journal.write;

import cellwarden.journal.JournalFiles;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.files.FileEnd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The file that lines are appended to. For one thread.
final class CurrentFile implements Closeable {

  private static final byte LINE_FEED = '\n';

  private final Disk disk;
  private final JournalFiles files;
  private final Disk.File file;
  private final @Nullable Object identity;
  private final FileEnd found;
  private FileDay day;
  private long length;
  private boolean torn;

  private CurrentFile(
      Disk disk, JournalFiles files, Disk.File file, @Nullable Object identity, FileEnd found)
      throws IOException {
    this.disk = disk;
    this.files = files;
    this.file = file;
    this.identity = identity;
    this.found = found;
    this.day = new FileDay(found.day(), found.lastSeq() > 0);
    this.torn = found.torn();
    this.length = file.length();
  }

  /// Opens the file, or begins one whose name outlasts a power cut.
  ///
  /// @param end where it must end, since lines after that were taken back; null where none were.
  ///   That is forced to the disk before anything is appended: else what is left there of those
  ///   lines could come between new ones when the power goes
  static CurrentFile open(Disk disk, JournalFiles files, @Nullable End end) throws IOException {
    Disk.File file = disk.open(files.current());
    boolean complete = false;
    try {
      Object identity = disk.entry(files.current()).identity();
      if (end != null && Objects.equals(identity, end.identity())) {
        if (file.length() > end.length()) {
          file.truncate(end.length());
        }
        file.sync();
      }
      CurrentFile current = new CurrentFile(disk, files, file, identity, FileEnd.of(file));
      if (current.length == 0) {
        disk.syncFolder(files.folder());
      }
      complete = true;
      return current;
    } finally {
      if (!complete) {
        file.close();
      }
    }
  }

  /// What was in it when it was opened.
  FileEnd found() {
    return found;
  }

  FileDay day() {
    return day;
  }

  /// Bytes.
  long length() {
    return length;
  }

  /// Whether the file still has its name. Somebody may have moved or deleted it, or put another one
  /// in its place: what is written to it then is lost to readers.
  boolean isInPlace() throws IOException {
    Disk.Entry entry = disk.find(files.current());
    return entry != null && Objects.equals(identity, entry.identity());
  }

  /// Whether somebody cut it off or wrote to it: how it ends must be found out again.
  boolean isAsWritten() throws IOException {
    Disk.Entry entry = disk.find(files.current());
    return entry != null && entry.size() == length;
  }

  /// Where a file ends.
  ///
  /// @param identity of the file, see [Disk.Entry]
  record End(@Nullable Object identity, long length) {}

  End end() {
    return new End(identity, length);
  }

  /// Appends lines with one write.
  ///
  /// @param after the day of the file with them
  void append(List<byte[]> lines, FileDay after) throws IOException {
    byte[] bytes = joined(lines);
    file.write(length, bytes);
    length += bytes.length;
    torn = false;
    day = after;
  }

  /// Ends what an earlier write or a power cut left without an end, so that nothing is joined to
  /// it.
  void endTornLine() throws IOException {
    if (torn) {
      append(List.of(), day);
    }
  }

  /// Forces to the disk what was written. When that fails, the file must be opened again: the
  /// operating system takes what it lost for written, and would say that the next try succeeded.
  void sync() throws IOException {
    file.sync();
  }

  /// Takes back all that was written after that end. The file must be opened again.
  ///
  /// @param reason why, which must not be hidden by what goes wrong now
  void takeBack(End end, IOException reason) {
    try {
      file.truncate(end.length());
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /// Gives the file its lasting name, in one step that outlasts a power cut: a segment, which
  /// nobody writes any more.
  ///
  /// @param named the UTC day that it is named for
  void seal(LocalDate named) throws IOException {
    disk.move(files.current(), freeName(named));
    disk.syncFolder(files.folder());
  }

  private Path freeName(LocalDate named) throws IOException {
    int number =
        disk.list(files.folder()).stream()
            .flatMap(entry -> files.place(entry.name()).stream())
            .filter(place -> place.day().equals(named))
            .mapToInt(JournalFiles.Place::number)
            .max()
            .orElse(0);
    Path free;
    do {
      number++;
      free = files.rotated(new JournalFiles.Place(named, number));
    } while (disk.find(free) != null); // A folder may have the name.
    return free;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private byte[] joined(List<byte[]> lines) {
    int size = torn ? 1 : 0;
    for (byte[] line : lines) {
      size += line.length + 1;
    }
    byte[] bytes = new byte[size];
    int filled = 0;
    if (torn) {
      bytes[filled++] = LINE_FEED;
    }
    for (byte[] line : lines) {
      System.arraycopy(line, 0, bytes, filled, line.length);
      filled += line.length;
      bytes[filled++] = LINE_FEED;
    }
    return bytes;
  }
}
