package cellwarden.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Turns trouble with the journal into sentences.
record JournalTrouble(Path journal) {

  private static final String ELSEWHERE =
      " or put the journal elsewhere (journal.path, in the demo --dir)";

  /// Too little for any file system to begin a file.
  private static final long LEAST_SPACE = 1 << 16;

  /// A line could not be written.
  JournalException cannotWrite(IOException e) {
    return e instanceof JournalException known
        ? known
        : new JournalException(
            "journal " + journal + " cannot be written (" + reason(e) + "); free or check the disk",
            e,
            reason(e));
  }

  /// The journal cannot be opened.
  JournalException cannotOpen(IOException e) {
    if (e instanceof JournalException known) {
      return known;
    }
    String mistake = mistake();
    String reason = mistake == null ? reason(e) + "; check the disk" : mistake;
    return new JournalException(
        "journal " + journal + " cannot be opened: " + reason + ELSEWHERE,
        e,
        mistake == null ? reason(e) : mistake);
  }

  /// Another program writes the journal.
  JournalException held(String holder) {
    return new JournalException(
        "journal " + journal + " is being written by " + holder + "; stop that one" + ELSEWHERE,
        null,
        "it is being written by " + holder);
  }

  /// Whether the disk does not do its part, which may be over at any time. Everything else is for a
  /// person to put right.
  boolean mayPass(IOException e) {
    if (e instanceof JournalException || mistake() != null) {
      return false;
    }
    return !(e instanceof FileNotFoundException) || isReadOnly(journal.getParent()) || isFull();
  }

  private boolean isFull() {
    try {
      FileStore disk = Files.getFileStore(journal.resolveSibling("."));
      return disk.getTotalSpace() > 0 && disk.getUsableSpace() < LEAST_SPACE;
    } catch (IOException e) {
      return true;
    }
  }

  private @Nullable String mistake() {
    Path folder = journal.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "its folder does not exist; create it";
    } else if (Files.isDirectory(journal)) {
      return "it is a folder; name a file";
    } else if (isReadOnly(folder)) {
      return null;
    } else if (Files.exists(journal)
        ? !Files.isWritable(journal)
        : folder != null && !Files.isWritable(folder)) {
      return "this user may not write there; change the rights";
    }
    return null;
  }

  private static boolean isReadOnly(@Nullable Path folder) {
    try {
      return folder != null && Files.getFileStore(folder).isReadOnly();
    } catch (IOException e) {
      return true;
    }
  }

  /// Why, for the middle of a sentence. Messages of the JDK name the file, which the sentence does
  /// already.
  static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case FileNotFoundException _ when message.endsWith(")") ->
          message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
      case NoSuchFileException _ -> "No such file or directory";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> message;
    };
  }
}
