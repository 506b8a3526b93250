package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.SampleLog;
import cellwarden.config.Fsync;
import cellwarden.config.JournalConfig;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file that the next line goes into: opened when there is none, and changed for another one
/// when it is full, of another day, broken, or not the one that has the name any more.
///
/// Every method is called with the lock held; those that wait for the disk give it back meanwhile,
/// and say so.
final class ReadyFile {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private final Disk disk;
  private final JournalFiles files;
  private final JournalReader reader;
  private final JournalTrouble trouble;
  private final Rotation rotation;
  private final WriterLock writerLock;
  private final Numbers numbers;
  private final ReentrantLock lock;
  private final boolean always;

  private @Nullable OpenFile open;
  private boolean doubted;
  private boolean misnumberedTold;
  private boolean rotationFails;
  private boolean closed;

  /// Read without the lock.
  private final AtomicInteger epoch = new AtomicInteger();

  /// @param lock the journal's, which whoever waits for the disk gives back
  ReadyFile(
      Disk disk,
      JournalConfig config,
      JournalReader reader,
      WriterLock writerLock,
      Numbers numbers,
      ReentrantLock lock) {
    this.disk = disk;
    this.files = new JournalFiles(config.path());
    this.reader = reader;
    this.trouble = new JournalTrouble(files.current());
    this.rotation = new Rotation(disk, files, config.maxFileSize());
    this.writerLock = writerLock;
    this.numbers = numbers;
    this.lock = lock;
    this.always = config.fsync() instanceof Fsync.Always;
  }

  /// Opens the journal when the program starts.
  void begin() throws IOException {
    numbers.leave(writerLock.take());
    new Recovery(disk, files).run();
    open = opened(false);
  }

  /// How many journals were met, see [Journal#epoch()].
  int epoch() {
    return epoch.get();
  }

  /// The file, ready for a line. Any step may give the lock back, so behind each one all is looked
  /// at anew.
  OpenFile file(BatteryEvent event) throws IOException {
    boolean tried = false;
    while (!closed) {
      OpenFile found = open;
      if (found == null) {
        open = opened(false);
      } else if (found.broken() || !isInPlace(found.file())) {
        force(found);
        letGo(found);
      } else if (!tried && rotation.isDue(found.file(), event)) {
        rotate(found, event);
        tried = true;
      } else {
        return found;
      }
    }
    throw new IOException("it is closed");
  }

  /// Forces to the disk what is not there yet. Gives the lock back meanwhile.
  void force() {
    if (open != null && !open.broken()) {
      force(open);
    }
  }

  /// Forces the last lines to the disk and ends; nothing is opened any more. Gives the lock back
  /// meanwhile.
  void close() {
    closed = true;
    force();
    if (open != null) {
      letGo(open);
    }
  }

  /// Gives the lock back until nobody waits for the file.
  ///
  /// @return whether all that was written is on the disk
  private boolean force(OpenFile file) {
    boolean wasBroken = file.broken();
    try {
      file.settle();
      return true;
    } catch (IOException e) {
      if (!wasBroken && !always) {
        LOG.error("{}", trouble.cannotWrite(e).getMessage());
      }
      return false;
    }
  }

  private boolean isInPlace(CurrentFile file) throws IOException {
    boolean inPlace = file.isInPlace();
    if (!inPlace) {
      LOG.warn(
          "journal {} was moved away or deleted by somebody else; a new one is begun, and its numbers go on",
          files.current());
    }
    return inPlace;
  }

  /// @param rotated whether an empty file is new, since the one before got its lasting name
  private OpenFile opened(boolean rotated) throws IOException {
    numbers.leave(writerLock.take());
    CurrentFile file = CurrentFile.open(disk, files);
    boolean complete = false;
    try {
      tellMisnumbered(file.found());
      long onDisk = file.found().lastSeq();
      if (onDisk == 0 && !rotated) {
        onDisk = reader.lastRotatedSeq();
      }
      if (numbers.found(onDisk) || epoch.get() == 0) {
        epoch.incrementAndGet();
      }
      complete = true;
    } finally {
      if (!complete) {
        file.close();
      }
    }
    return new OpenFile(lock, file, always, doubted);
  }

  private void tellMisnumbered(Tail found) {
    if (found.misnumbered() && !misnumberedTold) {
      misnumberedTold = true;
      LOG.warn(
          "journal {}: at its end is a line whose seq is no number from 1 to {}; it is passed over,"
              + " and 'cellwarden journal verify' shows where it is",
          files.current(),
          SampleLog.LARGEST_SEQ);
    }
  }

  /// A rotation that fails delays nothing: lines go on into the file as it is. Gives the lock back
  /// meanwhile.
  private void rotate(OpenFile old, BatteryEvent event) throws IOException {
    old.endTornLine();
    if (!force(old) || open != old || closed) {
      return;
    }
    try {
      rotation.rotate(old.file().day().orElse(Rotation.day(old.file(), event)));
      rotationFails = false;
    } catch (IOException e) {
      if (!rotationFails) {
        LOG.warn(
            "journal {} cannot be rotated ({}); it goes on as it is",
            files.current(),
            e.getMessage());
      }
      rotationFails = true;
      if (old.file().isInPlace()) {
        return;
      }
    }
    letGo(old);
    open = opened(true);
  }

  /// Does nothing where another thread was faster.
  private void letGo(OpenFile old) {
    if (open != old) {
      return;
    }
    open = null;
    doubted = old.broken() || old.doubted();
    try {
      old.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", files.current(), e.getMessage());
    }
  }
}
