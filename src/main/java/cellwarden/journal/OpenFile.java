package cellwarden.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The current file as several threads write it: those that wait for the disk wait for the same
/// fsync. One of them does it, without the lock, so that others append meanwhile; what they append
/// is for the next one.
///
/// Every method is called with the lock held. Those that wait give it back meanwhile, and say so:
/// behind them nothing is sure that was true before. An interrupt ends no wait.
///
/// The file is used until its first failed fsync. Then it must be opened anew, since what the disk
/// has of it is not known.
final class OpenFile implements Closeable {

  /// A line that somebody waits for.
  private static final class Line {
    private final CurrentFile.Mark before;
    private boolean done;
    private @Nullable IOException failure;

    Line(CurrentFile.Mark before) {
      this.before = before;
    }
  }

  private final ReentrantLock lock;
  private final Condition ended;
  private final CurrentFile file;
  private final boolean always;
  private List<Line> waiting = new ArrayList<>();
  private int unanswered;
  private boolean syncing;
  private boolean doubted;
  private @Nullable IOException failure;

  /// Whether the file is ahead of the disk. It is from the beginning: what an earlier program wrote
  /// before it was killed may not be on the disk yet.
  private boolean dirty = true;

  /// @param always whether each line is forced to the disk
  /// @param doubted whether each is until that succeeds, since an fsync failed before
  OpenFile(ReentrantLock lock, CurrentFile file, boolean always, boolean doubted) {
    this.lock = lock;
    this.ended = lock.newCondition();
    this.file = file;
    this.always = always;
    this.doubted = doubted;
  }

  CurrentFile file() {
    return file;
  }

  /// Whether an fsync failed.
  boolean broken() {
    return failure != null;
  }

  /// Whether no fsync succeeded yet since one failed.
  boolean doubted() {
    return doubted;
  }

  /// Appends a line with one write, and waits for the disk where that is wanted. Gives the lock
  /// back meanwhile.
  ///
  /// A failed fsync takes back the lines that are waited for and all behind them. So while somebody
  /// waits, whoever appends a line waits for it too.
  ///
  /// @param day UTC day that the file is about from now on
  /// @param sample whether the line is one
  /// @throws IOException if the line is not there; it is taken back then
  void write(byte[] json, LocalDate day, boolean sample) throws IOException {
    boolean waits = always || doubted || unanswered > 0;
    Line line = new Line(file.mark());
    file.append(json);
    file.wrote(day, sample);
    dirty = true;
    if (waits) {
      await(line);
      doubted = false;
    }
  }

  /// Ends what an earlier write left without an end, so that nothing is joined to it.
  void endTornLine() throws IOException {
    file.endTornLine();
    dirty = true;
  }

  /// Brings the disk up to the file; afterwards nobody waits and nobody syncs. Gives the lock back
  /// meanwhile.
  ///
  /// @throws IOException if an fsync fails or failed: then some of it may not be there
  void settle() throws IOException {
    awaitOther();
    while (dirty && failure == null) {
      sync();
      awaitOther();
    }
    if (failure != null) {
      throw again(failure);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void await(Line mine) throws IOException {
    waiting.add(mine);
    unanswered++;
    while (!mine.done) {
      awaitOther();
      if (!mine.done) {
        sync();
      }
    }
    if (mine.failure != null) {
      throw again(mine.failure);
    }
  }

  private void awaitOther() {
    while (syncing) {
      ended.awaitUninterruptibly();
    }
  }

  private void sync() {
    List<Line> batch = waiting;
    waiting = new ArrayList<>();
    syncing = true;
    dirty = false;
    IOException trouble = syncWithoutLock();
    if (trouble != null) {
      failure = trouble;
      batch.addAll(waiting);
      waiting = new ArrayList<>();
      takeBack(batch, trouble);
    }
    for (Line line : batch) {
      line.done = true;
      line.failure = trouble;
    }
    unanswered -= batch.size();
  }

  private @Nullable IOException syncWithoutLock() {
    lock.unlock();
    try {
      file.sync();
      return null;
    } catch (IOException e) {
      return e;
    } finally {
      lock.lock();
      syncing = false;
      ended.signalAll();
    }
  }

  /// After a failed fsync the operating system takes the lost bytes for written and would say that
  /// the next one succeeded.
  private void takeBack(List<Line> lost, IOException reason) {
    if (!lost.isEmpty()) {
      file.cutOff(lost.getFirst().before, reason);
    }
  }

  /// An exception of each thread's own.
  private static IOException again(IOException failure) {
    return new IOException(failure.getMessage(), failure);
  }
}
