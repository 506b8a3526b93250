package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Sample;
import cellwarden.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
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

  private final JournalFiles files;
  private final JournalReader reader;
  private final JournalTrouble trouble;
  private final WriterLock writerLock;
  private final Numbers numbers;

  /// Held for every use of what follows. Whoever waits for the disk gives it back meanwhile, which
  /// [ReadyFile] and [OpenFile] say where they do it.
  private final ReentrantLock lock = new ReentrantLock();

  private final ReadyFile ready;

  private Journal(Disk disk, JournalConfig config, Instant since) {
    this.files = new JournalFiles(config.path());
    this.reader = new JournalReader(disk, files);
    this.trouble = new JournalTrouble(files.current());
    this.writerLock = new WriterLock(disk, files.beside(Companion.LOCK), trouble);
    this.numbers = new Numbers(writerLock, since, config.fsync());
    this.ready = new ReadyFile(disk, config, reader, writerLock, numbers, lock);
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

  private void begin() throws IOException {
    lock.lock();
    try {
      ready.begin();
    } finally {
      lock.unlock();
    }
  }

  /// Appends a sample, without counters that go on from another journal than this one.
  ///
  /// @return the sample with its sequence number
  /// @throws JournalException if the line is not safely in the file; its number is not used again
  public Sample append(Sample sample) throws JournalException {
    BatteryEvent appended = append(new BatteryEvent.Reading(sample)).event();
    return ((BatteryEvent.Reading) appended).sample();
  }

  /// Appends an event: a sample gets its sequence number, and has no counters that go on from
  /// another journal than this one; the fault of a poll that failed and an incident have no number.
  ///
  /// @return the event and its line, as they are in the journal
  /// @throws JournalException if the line is not safely in the file; a number is not used again
  public EncodedEvent append(BatteryEvent event) throws JournalException {
    lock.lock();
    try {
      OpenFile file = ready.file(event);
      EncodedEvent encoded = EncodedEvent.of(numbered(event));
      // Gives the lock back while the line waits for the disk.
      file.write(
          encoded.json(),
          Rotation.day(file.file(), encoded.event()),
          event instanceof BatteryEvent.Reading);
      if (encoded.event() instanceof BatteryEvent.Reading(Sample sample)) {
        numbers.safe(sample.seq().orElseThrow());
      }
      return encoded;
    } catch (IOException e) {
      throw trouble.cannotWrite(e);
    } finally {
      lock.unlock();
    }
  }

  private BatteryEvent numbered(BatteryEvent event) throws IOException {
    return event instanceof BatteryEvent.Reading(Sample sample)
        ? new BatteryEvent.Reading(sample.inJournal(ready.epoch()).withSeq(numbers.next()))
        : event;
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

  /// Counts the journals that this program met under the name: 0 before the first could be opened,
  /// 1 with it, and one more each time when one was opened that goes on behind every number that
  /// the program knows. That is the journal of a disk that was mounted over the folder since, and
  /// what was concluded from the one before does not hold. Waits for nobody.
  public int epoch() {
    return ready.epoch();
  }

  /// The current file, or the one that it leads to where it is a symbolic link.
  public Path path() {
    return files.current();
  }

  /// Reads what is written. The one reader of a program's own journal, so that trouble with a file
  /// is said once.
  public JournalReader reader() {
    return reader;
  }

  /// Forces to the disk what is not there yet. When that fails, each line is forced on its own
  /// until the disk is well again.
  void sync() {
    lock.lock();
    try {
      ready.force();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      ready.close();
      numbers.end();
    } catch (IOException e) {
      LOG.warn("{}", trouble.cannotWrite(e).getMessage());
    } finally {
      releaseQuietly();
      lock.unlock();
    }
  }

  private void releaseQuietly() {
    try {
      writerLock.release();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", files.beside(Companion.LOCK), e.getMessage());
    }
  }
}
