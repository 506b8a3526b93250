package cellwarden.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the rotated files in order after a crash. A rotation is one step, so only a compression
/// can be found half done.
record Recovery(Disk disk, JournalFiles files) {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /// Undoes or completes what was interrupted. A disk that refuses changes nothing about the files
  /// being right: they are read as they are.
  void run() {
    try {
      List<String> names = disk.list(files.folder()).stream().map(Disk.Entry::name).toList();
      for (String name : names) {
        if (name.endsWith(JournalFiles.UNFINISHED) && files.isRotated(withoutEnding(name))) {
          disk.delete(files.folder().resolve(name));
        }
      }
      Set<String> all = new HashSet<>(names);
      for (String name : names) {
        if (files.isRotated(name)
            && name.endsWith(JournalFiles.COMPRESSED)
            && all.contains(JournalFiles.plain(name))) {
          complete(files.folder().resolve(JournalFiles.plain(name)));
        }
      }
    } catch (IOException e) {
      LOG.warn("journal {}: cannot tidy up ({})", files.current(), e.getMessage());
    }
  }

  private static String withoutEnding(String name) {
    return name.substring(0, name.length() - JournalFiles.UNFINISHED.length());
  }

  /// A file and its compressed copy: one of them is too much.
  private void complete(Path plain) throws IOException {
    Path compressed = JournalFiles.compressed(plain);
    disk.delete(isCopy(plain, compressed) ? plain : compressed);
    disk.syncFolder(files.folder());
  }

  private boolean isCopy(Path plain, Path compressed) throws IOException {
    try (DiskFile original = disk.openToRead(plain);
        LineReader lines = PartReader.openCompressed(disk, compressed)) {
      LineReader others = new LineReader(new DiskInput(original, 0, false), 0);
      boolean same = true;
      while (same && others.next()) {
        same = lines.next() && lines.sameAs(others);
      }
      return same && !lines.next() && !lines.damaged();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
