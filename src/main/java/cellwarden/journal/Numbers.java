package cellwarden.journal;

import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives out the sequence numbers, each only once.
///
/// Where lines are forced to the disk later than they are published, a power cut takes numbers with
/// it that the world has seen. So numbers are set aside in the lock file beforehand, many at a
/// time, and after a crash the numbering goes on behind them.
final class Numbers {

  private static final Logger LOG = LoggerFactory.getLogger(Numbers.class);

  /// Few enough not to look like a loss, many enough to write seldom.
  private static final long SET_ASIDE = 1000;

  private final WriterLock lock;
  private final Instant since;
  private final boolean setsAside;
  private long last;
  private long lastSafe;
  private long below;

  Numbers(WriterLock lock, Instant since, boolean setsAside) {
    this.lock = lock;
    this.since = since;
    this.setsAside = setsAside;
  }

  /// Takes note of what a file holds that was opened.
  ///
  /// @param before what the last holder of the lock left
  void found(long onDisk, WriterLock.Holder before) throws IOException {
    last = Math.max(last, Math.max(onDisk, before.seqBelow() - 1));
    lastSafe = Math.max(lastSafe, onDisk);
    below = Math.max(below, last + 1);
    tell();
  }

  /// A number for the next sample.
  long next() throws IOException {
    if (setsAside && last + 1 >= below) {
      lock.write(since, last + 1 + SET_ASIDE);
      below = last + 1 + SET_ASIDE;
    }
    last++;
    return last;
  }

  long last() {
    return last;
  }

  long lastSafe() {
    return lastSafe;
  }

  void safe(long seq) {
    lastSafe = Math.max(lastSafe, seq);
  }

  /// Who writes is worth knowing, but nothing depends on it.
  private void tell() throws IOException {
    try {
      lock.write(since, setsAside ? below : 0);
    } catch (IOException e) {
      if (setsAside) {
        throw e;
      }
      LOG.debug("the lock file cannot be written: {}", e.getMessage());
    }
  }
}
