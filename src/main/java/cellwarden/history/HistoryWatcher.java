package cellwarden.history;

import java.nio.file.Path;
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

  /// Lines of the time that is asked for, or around it, cannot be read and are left out.
  ///
  /// @param lines how many, 1 or more
  default void unreadable(long lines) {
    note(
        (lines == 1 ? "1 line" : lines + " lines")
            + " of the journal could not be read and "
            + (lines == 1 ? "is" : "are")
            + " left out; journal verify says which");
  }

  /// A file is read only as far as it is whole.
  ///
  /// @param file its name, without a folder
  default void damaged(String file) {
    note(file + " is damaged and was read only as far as it is whole; journal verify says where");
  }

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

  /// One that hands each thing on once: a file may be read several times for one answer.
  static HistoryWatcher once(HistoryWatcher watcher) {
    Set<Object> noted = new HashSet<>();
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

      @Override
      public void unreadable(long lines) {
        if (noted.add(lines)) {
          watcher.unreadable(lines);
        }
      }

      @Override
      public void damaged(String file) {
        if (noted.add(Path.of(file))) {
          watcher.damaged(file);
        }
      }
    };
  }
}
