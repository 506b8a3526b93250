package cellwarden.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps a second writer out, and tells it who is there.
///
/// A file of its own is locked: a lock of POSIX is gone as soon as the program closes the locked
/// file anywhere, and the journal is opened and closed by whoever reads it.
final class WriterLock {

  private final Disk disk;
  private final Path path;
  private final JournalTrouble trouble;
  private @Nullable DiskFile file;
  private @Nullable Object identity;
  private @Nullable Holder written;

  WriterLock(Disk disk, Path path, JournalTrouble trouble) {
    this.disk = disk;
    this.path = path;
    this.trouble = trouble;
  }

  /// Takes the lock, again if its file is not there any more.
  ///
  /// @return what the last holder left in the file; nobody when that was this program, or when the
  ///   lock was not given back since
  /// @throws JournalException if another program holds it
  Holder take() throws IOException {
    if (file != null && Objects.equals(identity, identity())) {
      return Holder.NOBODY;
    }
    release();
    DiskFile locked = openLocked();
    boolean complete = false;
    try {
      Holder before = Holder.read(locked);
      identity = identity();
      file = locked;
      complete = true;
      return before.equals(written) ? Holder.NOBODY : before;
    } finally {
      if (!complete) {
        locked.close();
      }
    }
  }

  /// Tries twice, since whoever only looks whether the lock is held may have it for a moment.
  private DiskFile openLocked() throws IOException {
    DiskFile locked = disk.openLocked(path);
    if (locked == null) {
      locked = disk.openLocked(path);
    }
    if (locked == null) {
      throw trouble.held(readHolder().toString());
    }
    return locked;
  }

  /// Tells others, and whoever comes after a crash; lasts when it returns. Does nothing while the
  /// lock is not held.
  void write(Holder holder) throws IOException {
    if (file != null) {
      file.write(0, holder.encode());
      file.sync();
      written = holder;
    }
  }

  void release() throws IOException {
    DiskFile held = file;
    file = null;
    if (held != null) {
      held.close();
    }
  }

  private @Nullable Object identity() throws IOException {
    try {
      return disk.entry(path).identity();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Holder readHolder() {
    try (DiskFile open = disk.openToRead(path)) {
      return Holder.read(open);
    } catch (IOException e) {
      return Holder.NOBODY;
    }
  }
}
