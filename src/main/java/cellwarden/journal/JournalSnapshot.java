package cellwarden.journal;

import java.io.IOException;
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
  private final @Nullable DiskFile current;
  private final List<JournalPart> parts;
  private final FileTroubles troubles;

  private JournalSnapshot(
      Disk disk,
      JournalFiles files,
      @Nullable DiskFile current,
      List<JournalPart> parts,
      FileTroubles troubles) {
    this.disk = disk;
    this.files = files;
    this.current = current;
    this.parts = List.copyOf(parts);
    this.troubles = troubles;
  }

  static JournalSnapshot of(
      Disk disk, JournalFiles files, JournalParts rotated, FileTroubles troubles)
      throws IOException {
    DiskFile current = null;
    boolean complete = false;
    try {
      Disk.@Nullable Entry entry = entry(disk, files);
      current = open(disk, files);
      while (!Objects.equals(identity(entry), identity(entry(disk, files)))) {
        closeIfOpen(current);
        entry = entry(disk, files);
        current = open(disk, files);
      }
      List<JournalPart> parts = new ArrayList<>(rotated.rotated(identity(entry)));
      if (current != null) {
        parts.add(currentPart(files, current, rotated.firstOfCurrent(identity(entry), current)));
      }
      JournalSnapshot snapshot = new JournalSnapshot(disk, files, current, parts, troubles);
      complete = true;
      return snapshot;
    } finally {
      if (!complete) {
        closeIfOpen(current);
      }
    }
  }

  /// The files in the order of writing; the current one is the last, if there is one.
  public List<JournalPart> parts() {
    return parts;
  }

  /// Reads a file from an offset on.
  ///
  /// @param offset where a line begins; in a compressed file, in what `zcat` gives
  /// @return empty when the file was removed since, or cannot be read, which the log says
  public Optional<LineReader> lines(JournalPart part, long offset) throws IOException {
    if (part.current() && current != null) {
      return Optional.of(new LineReader(new DiskInput(current, offset, false), offset));
    }
    try {
      return Optional.of(PartReader.open(disk, files.folder().resolve(part.name()), offset));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      troubles.cannotRead(part.name(), e);
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    closeIfOpen(current);
  }

  private static JournalPart currentPart(
      JournalFiles files, DiskFile current, OptionalLong firstSeq) throws IOException {
    String name = String.valueOf(files.current().getFileName());
    return new JournalPart(
        name, Optional.empty(), firstSeq, current.length(), false, Optional.empty());
  }

  private static Disk.@Nullable Entry entry(Disk disk, JournalFiles files) throws IOException {
    try {
      return disk.entry(files.current());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable DiskFile open(Disk disk, JournalFiles files) throws IOException {
    try {
      return disk.openToRead(files.current());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable Object identity(Disk.@Nullable Entry entry) {
    return entry == null ? null : entry.identity();
  }

  private static void closeIfOpen(@Nullable DiskFile file) throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
