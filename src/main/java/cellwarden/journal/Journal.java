package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.config.Fsync;
import cellwarden.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A JSONL file that samples and faults are appended to: one event, one line, one write. It is
/// rotated each day and when it is full.
///
/// Numbers the samples: `seq` only grows, also over files and restarts, and no number is given out
/// twice. Safe for use by several threads, whose lines share an fsync; a lock keeps a second
/// program out. An interrupt does not disturb a write, so a stop loses nothing that was read.
///
/// After trouble with the disk every line tries anew from the opening of the file on, so writing
/// resumes by itself.
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Disk disk;
  private final JournalFiles files;
  private final Fsync fsync;
  private final JournalTrouble trouble;
  private final Rotation rotation;
  private final WriterLock writerLock;
  private final Numbers numbers;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CurrentFile file;
  private @Nullable GroupCommit commit;
  private boolean rotationFails;
  private boolean distrusted;
  private boolean closed;
  private int epoch;

  Journal(Disk disk, JournalConfig config, Instant since) {
    this.disk = disk;
    this.files = new JournalFiles(config.path());
    this.fsync = config.fsync();
    this.trouble = new JournalTrouble(files.current());
    this.rotation = new Rotation(disk, files, config.maxFileSize());
    this.writerLock = new WriterLock(disk, files.lock(), trouble);
    this.numbers = new Numbers(writerLock, since, !(fsync instanceof Fsync.Always));
  }

  /// Opens a journal, or begins one.
  ///
  /// @throws JournalException if another program writes it, or if only a person can put right why
  ///   it cannot be opened; with a disk that does not do its part it is open, and each line tries
  ///   again
  public static Journal open(JournalConfig config) throws JournalException {
    return open(
        Disk.real(), config, InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  static Journal open(Disk disk, JournalConfig config, Instant since) throws JournalException {
    Journal journal = new Journal(disk, config, since);
    boolean opened = false;
    try {
      journal.begin();
      opened = true;
      return journal;
    } catch (IOException e) {
      if (!journal.trouble.mayPass(e)) {
        throw journal.trouble.cannotOpen(e);
      }
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        journal.close();
      }
    }
  }

  /// Appends a sample, without counters that go on from another journal than this one.
  ///
  /// @return the sample with its sequence number
  /// @throws JournalException if the line is not safely in the file; its number is not used again
  public Sample append(Sample sample) throws JournalException {
    lock.lock();
    try {
      prepare(new BatteryEvent.Reading(sample));
      Sample numbered = sample.inEpoch(epoch).withSeq(numbers.next());
      write(new BatteryEvent.Reading(numbered));
      numbers.safe(numbered.seq().orElseThrow());
      return numbered;
    } catch (IOException e) {
      throw trouble.cannotWrite(e);
    } finally {
      lock.unlock();
    }
  }

  /// Appends an event that has no number: the fault of a poll that failed, or an incident.
  ///
  /// @throws JournalException if the line is not safely in the file
  public void append(BatteryEvent event) throws JournalException {
    lock.lock();
    try {
      prepare(event);
      write(event);
    } catch (IOException e) {
      throw trouble.cannotWrite(e);
    } finally {
      lock.unlock();
    }
  }

  /// Which journal it is: 0 before the first opening, one more whenever an opening finds samples
  /// beyond all that this program knew of.
  public int epoch() {
    lock.lock();
    try {
      return epoch;
    } finally {
      lock.unlock();
    }
  }

  /// Number of the last sample that is in the journal, 0 when there is none: with `fsync: always`
  /// it is safe there.
  public long lastSeq() {
    lock.lock();
    try {
      return numbers.lastSafe();
    } finally {
      lock.unlock();
    }
  }

  /// The current file.
  public Path path() {
    return files.current();
  }

  /// Forces to the disk what is not there yet. When that fails, each line is forced on its own
  /// until the disk is well again.
  void sync() {
    lock.lock();
    try {
      if (commit != null) {
        commit.settle();
      }
    } catch (IOException e) {
      LOG.error("{}", trouble.cannotWrite(e).getMessage());
      distrusted = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (commit != null) {
        commit.settle();
        writerLock.clear();
      }
    } catch (IOException e) {
      LOG.warn("{}", trouble.cannotWrite(e).getMessage());
    } finally {
      letGo(file);
      releaseQuietly();
      lock.unlock();
    }
  }

  private void begin() throws IOException {
    lock.lock();
    try {
      WriterLock.Holder before = writerLock.take();
      new Recovery(disk, files).run();
      open(before);
    } finally {
      lock.unlock();
    }
  }

  /// Makes the file ready for a line.
  private void prepare(BatteryEvent event) throws IOException {
    if (closed) {
      throw new IOException("it is closed");
    }
    CurrentFile found = file;
    GroupCommit waiting = commit;
    if (found != null && waiting != null && (waiting.broken() || !isInPlace(found))) {
      settleQuietly(waiting);
      letGo(found);
    }
    if (file == null) {
      open(writerLock.take());
    }
    if (file != null && rotation.isDue(file, event)) {
      rotate(event);
    }
    if (file == null) {
      open(writerLock.take());
    }
  }

  /// Gives those who wait their answer.
  private static void settleQuietly(GroupCommit commit) {
    try {
      commit.settle();
    } catch (IOException e) {
      LOG.debug("a file that is let go: {}", e.getMessage());
    }
  }

  private boolean isInPlace(CurrentFile open) throws IOException {
    boolean inPlace = open.isInPlace();
    if (!inPlace) {
      LOG.warn(
          "journal {} was moved away or deleted by somebody else; a new one is begun, and its numbers go on",
          path());
    }
    return inPlace;
  }

  private void open(WriterLock.Holder before) throws IOException {
    CurrentFile opened = CurrentFile.open(disk, files);
    boolean complete = false;
    try {
      long onDisk = opened.found().lastSeq();
      if (onDisk == 0 && numbers.last() == 0) {
        onDisk = new JournalParts(disk, files).lastSeq();
      }
      epoch += epoch == 0 || onDisk > numbers.last() ? 1 : 0;
      numbers.found(onDisk, before);
      complete = true;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
    file = opened;
    commit = new GroupCommit(lock, opened);
  }

  /// A rotation that fails delays nothing: lines go on into the file as it is.
  private void rotate(BatteryEvent event) throws IOException {
    CurrentFile old = file;
    GroupCommit waiting = commit;
    if (old == null || waiting == null) {
      return;
    }
    old.endTornLine();
    waiting.wrote();
    waiting.settle();
    if (file != old) {
      return;
    }
    try {
      rotation.rotate(old.day().orElse(Rotation.day(event)));
    } catch (IOException e) {
      if (!rotationFails) {
        LOG.warn("journal {} cannot be rotated ({}); it goes on as it is", path(), e.getMessage());
      }
      rotationFails = true;
      if (old.isInPlace()) {
        return;
      }
    }
    rotationFails = false;
    letGo(old);
    open(writerLock.take());
  }

  /// Written is what is in the file; with `fsync: always` what is on the disk.
  private void write(BatteryEvent event) throws IOException {
    CurrentFile open = file;
    GroupCommit waiting = commit;
    if (open == null || waiting == null) {
      throw new IOException("it is closed");
    }
    long from = open.length();
    open.append(EventJson.encode(event));
    waiting.wrote();
    open.wrote(Rotation.day(event), event instanceof BatteryEvent.Reading);
    if (fsync instanceof Fsync.Always || distrusted) {
      waiting.await(from);
      distrusted = false;
    }
  }

  /// Does nothing where another thread was faster.
  private void letGo(@Nullable CurrentFile old) {
    if (old == null || file != old) {
      return;
    }
    file = null;
    commit = null;
    try {
      old.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", path(), e.getMessage());
    }
  }

  private void releaseQuietly() {
    try {
      writerLock.release();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", files.lock(), e.getMessage());
    }
  }
}
