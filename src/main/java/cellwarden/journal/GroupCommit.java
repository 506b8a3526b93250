package cellwarden.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets all threads that wait for the disk wait for the same fsync.
///
/// One of them does it, without the lock, so that others append meanwhile; what they appended is
/// for the next one. Goes with one open file. Every method is called with the lock held, which a
/// wait gives back; an interrupt ends no wait.
final class GroupCommit {

  /// A line that somebody waits for.
  private static final class Line {
    private final long from;
    private boolean done;
    private @Nullable IOException failure;

    Line(long from) {
      this.from = from;
    }
  }

  private final ReentrantLock lock;
  private final Condition ended;
  private final CurrentFile file;
  private List<Line> waiting = new ArrayList<>();
  private boolean syncing;
  private boolean dirty;
  private boolean broken;

  GroupCommit(ReentrantLock lock, CurrentFile file) {
    this.lock = lock;
    this.ended = lock.newCondition();
    this.file = file;
  }

  /// Takes note that the file is ahead of the disk.
  void wrote() {
    dirty = true;
  }

  /// Waits until all that was written is on the disk.
  ///
  /// @param from where the caller's line begins; it is taken back if it does not get there
  void await(long from) throws IOException {
    Line mine = new Line(from);
    waiting.add(mine);
    while (!mine.done) {
      awaitOther();
      if (!mine.done) {
        sync();
      }
    }
    if (mine.failure != null) {
      throw new IOException(mine.failure.getMessage(), mine.failure);
    }
  }

  /// Brings the disk up to the file; afterwards nobody waits and nobody syncs.
  void settle() throws IOException {
    awaitOther();
    while (dirty && !broken) {
      IOException failure = sync();
      if (failure != null) {
        throw failure;
      }
      awaitOther();
    }
  }

  /// Whether the disk failed: what it has of the file is not known, so it must be opened again.
  boolean broken() {
    return broken;
  }

  private void awaitOther() {
    while (syncing) {
      ended.awaitUninterruptibly();
    }
  }

  private @Nullable IOException sync() {
    List<Line> batch = waiting;
    waiting = new ArrayList<>();
    syncing = true;
    dirty = false;
    IOException failure = null;
    lock.unlock();
    try {
      file.sync();
    } catch (IOException e) {
      failure = e;
    } finally {
      lock.lock();
      syncing = false;
      ended.signalAll();
    }
    if (failure != null) {
      broken = true;
      batch.addAll(waiting);
      waiting = new ArrayList<>();
      takeBack(batch, failure);
    }
    for (Line line : batch) {
      line.done = true;
      line.failure = failure;
    }
    return failure;
  }

  /// After a failed fsync the operating system takes the lost bytes for written and would say that
  /// the next one succeeded.
  private void takeBack(List<Line> lost, IOException failure) {
    if (!lost.isEmpty()) {
      file.cutOff(lost.getFirst().from, failure);
    }
  }
}
