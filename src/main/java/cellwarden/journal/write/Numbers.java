package cellwarden.journal.write;

import cellwarden.battery.SampleLog;
import cellwarden.journal.JournalException;
import cellwarden.settings.JournalConfig.Fsync;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives out the sequence numbers, each only once. For one thread.
///
/// Where lines are forced to the disk later than they are published, a power cut takes numbers with
/// it that the world has seen. So numbers are set aside in the lock file beforehand, many at a
/// time, and after a crash the numbering goes on after them. What is set aside is never taken back
/// but at a clean end, and then only what was not given out.
final class Numbers {

  private static final Logger LOG = LoggerFactory.getLogger(Numbers.class);

  /// Few enough not to look like a loss, many enough to write seldom.
  private static final long SET_ASIDE = 1000;

  private final LockFile lock;
  private final Instant since;
  private final boolean setsAside;

  /// None up to this one is given out again.
  private long last;

  /// The highest one that this program gave out or found.
  private long known;

  private long below;

  Numbers(LockFile lock, Instant since, Fsync fsync) {
    this.lock = lock;
    this.since = since;
    this.setsAside = !(fsync instanceof Fsync.Always);
  }

  /// Takes note of what an earlier program set aside.
  void leave(LockFile.Content before) {
    if (before.seqBelow() < 0 || before.seqBelow() > SampleLog.LARGEST_SEQ + 1) {
      LOG.warn(
          "the journal's lock file says that all numbers below {} are taken, which cannot be; that is passed over",
          before.seqBelow());
      return;
    }
    last = Math.max(last, before.seqBelow() - 1);
  }

  /// Takes note of what a journal holds that was opened.
  ///
  /// @return whether it goes on after all that this program gave out or found before
  boolean found(long onDisk) throws IOException {
    boolean further = onDisk > known;
    last = Math.max(last, onDisk);
    below = Math.max(below, last + 1);
    note(onDisk);
    known = Math.max(known, onDisk);
    return further;
  }

  /// Whether none was given out before, as far as is known.
  boolean areNew() {
    return last == 0;
  }

  /// A number for the next sample.
  long next() throws IOException {
    if (last >= SampleLog.LARGEST_SEQ) {
      throw usedUp();
    }
    if (setsAside && last + 1 >= below) {
      long fresh = Math.min(last + SET_ASIDE, SampleLog.LARGEST_SEQ) + 1;
      write(fresh);
      below = fresh;
    }
    last++;
    known = last;
    return last;
  }

  private static JournalException usedUp() {
    String reason = "sample " + SampleLog.LARGEST_SEQ + " was the last that there can be";
    return new JournalException(
        "the journal takes no more samples: "
            + reason
            + "; move all its files away to begin a new one",
        null,
        reason);
  }

  /// Leaves word for the next start, which may not find the last samples: an fsync may have failed,
  /// or somebody moved their file away.
  void end() throws IOException {
    lock.write(new LockFile.Content(0, "", last + 1));
  }

  /// Who writes is worth knowing, but nothing depends on it where the journal itself says which
  /// numbers are taken.
  private void note(long onDisk) throws IOException {
    try {
      write(below);
    } catch (IOException e) {
      if (setsAside || last > onDisk) {
        throw e;
      }
      LOG.debug("the lock file cannot be written: {}", e.getMessage());
    }
  }

  private void write(long seqBelow) throws IOException {
    lock.write(new LockFile.Content(ProcessHandle.current().pid(), since.toString(), seqBelow));
  }
}
