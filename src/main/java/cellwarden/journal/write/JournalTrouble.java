package cellwarden.journal.write;

import cellwarden.journal.JournalException;
import cellwarden.journal.disk.Disk;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
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
            "journal "
                + journal
                + " cannot be written ("
                + Disk.reason(e)
                + "); free or check the disk",
            e,
            Disk.reason(e));
  }

  /// The journal cannot be opened, and only a person can put that right; empty where the disk does
  /// not do its part, which may be over at any time.
  Optional<JournalException> refusal(IOException e) {
    if (e instanceof JournalException known) {
      return Optional.of(known);
    }
    String mistake = mistake(e);
    if (mistake != null) {
      return Optional.of(cannotOpen(mistake, mistake, e));
    }
    boolean denied =
        e instanceof FileNotFoundException
            || e instanceof NoSuchFileException
            || e instanceof AccessDeniedException;
    return !denied || isReadOnly(journal.getParent()) || isFull()
        ? Optional.empty()
        : Optional.of(cannotOpen(Disk.reason(e) + "; check the disk", Disk.reason(e), e));
  }

  private JournalException cannotOpen(String what, String reason, @Nullable IOException cause) {
    return new JournalException(
        "journal " + journal + " cannot be opened: " + what + ELSEWHERE, cause, reason);
  }

  /// Another program writes the journal.
  JournalException isHeld(String holder) {
    String what = "is being written by " + holder;
    return new JournalException(
        "journal " + journal + " " + what + "; stop that one" + ELSEWHERE, null, "it " + what);
  }

  /// The file is somebody else's, such as a configuration.
  JournalException isForeign() {
    String reason = "it holds a text that is no journal; move it away";
    return cannotOpen(reason, reason, null);
  }

  private boolean isFull() {
    File folder = journal.resolveSibling(".").toFile();
    return folder.getTotalSpace() > 0 && folder.getUsableSpace() < LEAST_SPACE;
  }

  private @Nullable String mistake(IOException e) {
    Path folder = journal.getParent();
    if (e instanceof Disk.OddFileException) {
      return e.getMessage() + "; move it away";
    } else if (folder != null && !Files.isDirectory(folder)) {
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
    } catch (FileSystemException e) {
      return true;
    } catch (IOException e) {
      // A chroot, where no mount point is found.
      return false;
    }
  }
}
