package cellwarden.journal.history;

import cellwarden.journal.Companion;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalReader;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of a journal at one moment, with an index that is up to date with them.
///
/// @param index null where there is none to be had
record OpenJournal(JournalSnapshot snapshot, @Nullable HistoryIndex index) {

  static Path indexOf(Path journal) {
    return new JournalFiles(journal).beside(Companion.INDEX);
  }

  /// Opens the files alone.
  static OpenJournal withoutIndex(Path journal) throws HistoryException, IOException {
    require(journal);
    return new OpenJournal(snapshot(journal, Set.of()), null);
  }

  /// Opens the files and the index, which is built anew where it is damaged.
  ///
  /// @throws IndexException if the index cannot be read or written
  static OpenJournal withIndex(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    require(journal);
    try {
      return attempt(journal, watcher);
    } catch (IndexException e) {
      if (!e.isDamage()) {
        throw e;
      }
      Path file = indexOf(journal);
      watcher.note("index " + file + " was damaged or of another version and is built anew");
      HistoryIndex.delete(file);
      return attempt(journal, watcher);
    }
  }

  /// No index is begun beside what is no journal.
  private static void require(Path journal) throws HistoryException, IOException {
    Path file = journal.toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new HistoryException(
          file + " is a folder; name the current file of a journal, such as bms_data.jsonl in it");
    }
    Optional<Path> current = OwnFiles.currentOf(file);
    if (current.isPresent() && (file.toString().endsWith(".gz") || Files.exists(current.get()))) {
      throw new HistoryException(
          file + " is a rotated file; name the current file, " + current.get());
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new HistoryException(file + " is no file; name the current file of a journal");
    }
    if (!Files.exists(file)) {
      snapshot(journal, Set.of()).close();
    }
  }

  private static OpenJournal attempt(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    HistoryIndex index = HistoryIndex.open(indexOf(journal), watcher);
    boolean complete = false;
    JournalSnapshot snapshot = null;
    try {
      snapshot = snapshot(journal, index.knownParts());
      if (!index.follow(snapshot)) {
        snapshot.close();
        snapshot = snapshot(journal, Set.of());
        index.follow(snapshot);
      }
      complete = true;
      return new OpenJournal(snapshot, index);
    } finally {
      if (!complete) {
        index.close();
        if (snapshot != null) {
          snapshot.close();
        }
      }
    }
  }

  private static JournalSnapshot snapshot(Path journal, Set<KnownPart> known)
      throws HistoryException, IOException {
    JournalSnapshot snapshot = JournalReader.of(journal, known).snapshot();
    if (snapshot.parts().isEmpty()) {
      snapshot.close();
      throw missing(journal);
    }
    return snapshot;
  }

  private static HistoryException missing(Path journal) {
    return new HistoryException(
        "there is no journal "
            + journal.toAbsolutePath()
            + "; name its current file, or the configuration that names it with -c");
  }
}
