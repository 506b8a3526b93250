package cellwarden.journal;

import cellwarden.journal.disk.Disk;
import cellwarden.journal.files.FileTroubles;
import cellwarden.journal.files.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The files of a journal at one moment. It may be rotated, compressed and shortened at its old end
/// while they are read: nothing is read twice, and only what was removed is missed.
///
/// The current file is held open from the beginning, since it keeps its lines whatever it is called
/// later.
public final class JournalSnapshot implements AutoCloseable {

  private final Disk disk;
  private final JournalFiles files;
  private final FileTroubles troubles;
  private final Disk.@Nullable File current;
  private final List<Segment> segments;

  private JournalSnapshot(
      Disk disk,
      JournalFiles files,
      FileTroubles troubles,
      Disk.@Nullable File current,
      List<Segment> segments) {
    this.disk = disk;
    this.files = files;
    this.troubles = troubles;
    this.current = current;
    this.segments = List.copyOf(segments);
  }

  static JournalSnapshot of(Disk disk, JournalFiles files, Segments rotated, FileTroubles troubles)
      throws IOException {
    while (true) {
      Object identity = disk.identity(files.current());
      Disk.File current = open(disk, files);
      boolean complete = false;
      try {
        if (Objects.equals(identity, disk.identity(files.current()))) {
          List<Segment> segments = new ArrayList<>(rotated.find(identity));
          if (current != null) {
            segments.add(currentSegment(files, current, rotated.firstOfCurrent(identity, current)));
          }
          complete = true;
          return new JournalSnapshot(disk, files, troubles, current, segments);
        }
      } finally {
        if (!complete) {
          closeIfOpen(current);
        }
      }
    }
  }

  /// The files in the order of writing; the current one is the last, if there is one.
  public List<Segment> segments() {
    return segments;
  }

  /// Reads a file from an offset on.
  ///
  /// @param offset where a line begins; in a compressed file, in what `zcat` gives
  /// @return empty when the file was removed since, or cannot be read, which the log says
  public Optional<LineReader> lines(Segment segment, long offset) throws IOException {
    if (segment.current() && current != null) {
      return Optional.of(new LineReader(new Disk.Input(current, offset, false), offset));
    }
    try {
      return Optional.of(
          LineReader.ofSegment(disk, files.folder().resolve(segment.name()), offset));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      troubles.cannotRead(segment.fileName(), e);
      return Optional.empty();
    }
  }

  /// Reads a compressed segment to its end, where its check value stands: bits that were turned
  /// over in it may give lines that look whole.
  ///
  /// @return why not all of it can be believed; empty where it can, or is not compressed
  public Optional<String> damage(Segment segment) throws IOException {
    if (!segment.compressed()) {
      return Optional.empty();
    }
    Optional<LineReader> found = lines(segment, 0);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (LineReader lines = found.get()) {
      boolean more = true;
      while (more) {
        more = lines.next();
      }
      return lines.damage();
    }
  }

  /// The bytes of the current file from its beginning on; empty where there is none. Closing them
  /// closes nothing.
  public Optional<InputStream> current() {
    return Optional.ofNullable(current).map(open -> new Disk.Input(open, 0, false));
  }

  @Override
  public void close() throws IOException {
    closeIfOpen(current);
  }

  private static Segment currentSegment(JournalFiles files, Disk.File open, OptionalLong firstSeq)
      throws IOException {
    String name = String.valueOf(files.current().getFileName());
    return new Segment(name, Optional.empty(), firstSeq, open.length(), false, Optional.empty());
  }

  private static Disk.@Nullable File open(Disk disk, JournalFiles files) throws IOException {
    try {
      return disk.openToRead(files.current());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void closeIfOpen(Disk.@Nullable File file) throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
