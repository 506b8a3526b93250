package cellwarden.journal.history;

import java.util.HashSet;
import java.util.Set;

/// Hands on what is worth knowing, each thing once: a file may be read several times for one
/// answer.
final class NoteOnce implements HistoryWatcher {

  private final HistoryWatcher watcher;
  private final Set<String> noted = new HashSet<>();

  NoteOnce(HistoryWatcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public void read(long bytes, long of) {
    watcher.read(bytes, of);
  }

  @Override
  public void note(String text) {
    if (noted.add(text)) {
      watcher.note(text);
    }
  }
}
