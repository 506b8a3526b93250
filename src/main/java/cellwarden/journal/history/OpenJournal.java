package cellwarden.journal.history;

import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalReader;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of a journal at one moment, with an index that is up to date with them.
///
/// @param index null where there is none to be had
record OpenJournal(JournalSnapshot snapshot, @Nullable HistoryIndex index)
    implements AutoCloseable {

  private static final String INDEX = ".index.sqlite";

  static Path indexOf(Path journal) {
    return new JournalFiles(journal).beside(INDEX);
  }

  /// Opens the files alone.
  static OpenJournal withoutIndex(Path journal) throws HistoryException, IOException {
    return new OpenJournal(snapshot(journal, Set.of()), null);
  }

  /// Opens the files and the index, which is built anew where it is damaged.
  ///
  /// @throws SQLException if the index cannot be read or written
  static OpenJournal withIndex(Path journal, HistoryWatcher watcher)
      throws HistoryException, SQLException, IOException, InterruptedException {
    try {
      return attempt(journal, watcher);
    } catch (SQLException e) {
      if (!HistoryIndex.isDamage(e)) {
        throw e;
      }
      Path file = indexOf(journal);
      watcher.note("index " + file + " was damaged or of another version and is built anew");
      HistoryIndex.delete(file);
      return attempt(journal, watcher);
    }
  }

  private static OpenJournal attempt(Path journal, HistoryWatcher watcher)
      throws HistoryException, SQLException, IOException, InterruptedException {
    if (Files.notExists(journal)) {
      // No index is begun beside a journal that does not exist.
      snapshot(journal, Set.of()).close();
    }
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

  @Override
  public void close() throws SQLException, IOException {
    try {
      if (index != null) {
        index.close();
      }
    } finally {
      snapshot.close();
    }
  }
}
