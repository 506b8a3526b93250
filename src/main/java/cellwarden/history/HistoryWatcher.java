package cellwarden.history;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Learns how a long reading goes on.
public interface HistoryWatcher {

  /// How much of the journal was read.
  ///
  /// @param bytes as they lie on the disk
  /// @param of all
  void read(long bytes, long of);

  /// Half a sentence, without a full stop, about what was done beside the query.
  void note(String text);

  /// One that takes the notes alone.
  static HistoryWatcher ofNotes(Consumer<String> notes) {
    return new HistoryWatcher() {
      @Override
      public void read(long bytes, long of) {
        // Nobody looks.
      }

      @Override
      public void note(String text) {
        notes.accept(text);
      }
    };
  }

  /// One that hands each note on once: a file may be read several times for one answer.
  static HistoryWatcher once(HistoryWatcher watcher) {
    Set<String> noted = new HashSet<>();
    return new HistoryWatcher() {
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
    };
  }
}
