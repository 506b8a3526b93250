package cellwarden.journal.write;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.battery.SampleLog;
import cellwarden.journal.Companion;
import cellwarden.journal.JournalException;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.files.FileEnd;
import cellwarden.journal.files.FileTroubles;
import cellwarden.journal.files.Segments;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a journal: has the open file, numbers the samples, rotates, and opens the file again
/// after trouble or when another disk is mounted. For one thread, but for what says otherwise.
///
/// A write that fails is taken back and tried again line by line; an fsync that fails takes its
/// lines back. After both the next line tries from the opening of the file on.
public final class JournalWriter {

  /// An event that waits to be written. Whoever waits gets the line, a [JournalException] when it
  /// is not in the journal, any other exception for a bug.
  public static final class Pending extends CompletableFuture<EncodedEvent> {

    private final BatteryEvent event;

    public Pending(BatteryEvent event) {
      this.event = event;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private final Disk disk;
  private final JournalFiles files;
  private final long maxFileSize;
  private final boolean always;
  private final JournalTrouble trouble;
  private final LockFile lockFile;
  private final Numbers numbers;

  private @Nullable CurrentFile file;

  /// Where the file must end when it is opened again; null when nothing was taken back.
  private CurrentFile.@Nullable End takenBackTo;

  /// Whether no fsync succeeded since one failed. Each line is forced until then.
  private boolean doubted;

  private boolean ahead;
  private boolean closed;
  private boolean misnumberedSaid;
  private boolean sealingFails;

  private final AtomicInteger journalId = new AtomicInteger();
  private volatile long lastSeq;

  /// @param since when this program started
  public JournalWriter(Disk disk, JournalConfig config, JournalFiles files, Instant since) {
    this.disk = disk;
    this.files = files;
    this.maxFileSize = config.maxFileSize();
    this.always = config.fsync() instanceof Fsync.Always;
    this.trouble = new JournalTrouble(files.current());
    this.lockFile = new LockFile(disk, files.beside(Companion.LOCK), trouble);
    this.numbers = new Numbers(lockFile, since, config.fsync());
  }

  /// Opens the journal when the program starts.
  ///
  /// @return why it cannot be: another program writes it, or only a person can put that right.
  ///   Empty also with a disk that does not do its part: then each line tries again
  public Optional<JournalException> begin() {
    try {
      open(false);
      return Optional.empty();
    } catch (IOException e) {
      return trouble.refusal(e);
    }
  }

  /// Writes lines with one write where they go into the same file, and forces them once where that
  /// is wanted. What is no [IOException] is a bug, and those who wait get it; the file is opened
  /// again then, since nothing is sure about it.
  public void write(List<Pending> lines) {
    try {
      writeAll(lines);
    } catch (RuntimeException | Error bug) {
      doubted = true;
      letGo();
      lines.forEach(line -> line.completeExceptionally(bug));
    }
  }

  /// Tells whoever waits for a line that it is not written any more.
  public void refuse(Pending line) {
    fail(line, new IOException("it is closed"));
  }

  private void fail(Pending line, IOException reason) {
    line.completeExceptionally(trouble.cannotWrite(reason));
  }

  /// Number of the last sample that is in the journal, 0 when there is none. For every thread.
  public long lastSeq() {
    return lastSeq;
  }

  /// Which journal it is, see [SampleLog#journalId()]. For every thread.
  public int journalId() {
    return journalId.get();
  }

  /// Forces the last lines to the disk and ends; nothing is opened any more.
  public void close() {
    closed = true;
    try {
      force();
      letGo();
      numbers.end();
    } catch (IOException e) {
      LOG.warn("{}", trouble.cannotWrite(e).getMessage());
    } finally {
      lockFile.releaseQuietly();
    }
  }

  /// Lines that go into the same file with one write, and those who wait for them.
  private static final class Batch {

    private final CurrentFile into;
    private final Map<Pending, EncodedEvent> lines = new LinkedHashMap<>();
    private FileDay day;
    private long length;
    private long lastSeq;

    Batch(CurrentFile into) {
      this.into = into;
      this.day = into.day();
      this.length = into.length();
    }

    /// An event that cannot be encoded is a bug that harms no other line.
    void add(Pending line, BatteryEvent numbered) {
      byte[] json;
      try {
        json = EventJson.encode(numbered);
      } catch (RuntimeException bug) {
        line.completeExceptionally(bug);
        return;
      }
      lines.put(line, new EncodedEvent(numbered, json));
      day = day.after(numbered);
      length += json.length + 1;
      if (numbered instanceof BatteryEvent.Reading(Sample sample)) {
        lastSeq = sample.seq().orElseThrow();
      }
    }
  }

  private void writeAll(List<Pending> asked) {
    Batch batch = null;
    for (Pending line : asked) {
      if (batch != null && isOver(batch.length, batch.day, line.event)) {
        finish(batch);
        batch = null;
      }
      try {
        if (batch == null) {
          batch = new Batch(ready(line.event));
        }
        batch.add(line, numbered(line.event));
      } catch (IOException e) {
        fail(line, e);
      }
    }
    if (batch != null) {
      finish(batch);
    }
  }

  private BatteryEvent numbered(BatteryEvent event) throws IOException {
    return event instanceof BatteryEvent.Reading(Sample sample)
        ? new BatteryEvent.Reading(sample.inJournal(journalId.get()).withSeq(numbers.next()))
        : event;
  }

  /// Whether an event must not go into a file any more: it is full, or holds the samples of another
  /// day.
  private boolean isOver(long length, FileDay day, BatteryEvent event) {
    return length >= maxFileSize || day.isOver(event);
  }

  private void finish(Batch batch) {
    if (batch.lines.isEmpty()) {
      return;
    }
    CurrentFile.End before = batch.into.end();
    try {
      List<byte[]> lines = batch.lines.values().stream().map(EncodedEvent::json).toList();
      batch.into.append(lines, batch.day);
    } catch (IOException e) {
      takeBack(batch.into, before, e);
      if (batch.lines.size() > 1) {
        batch.lines.keySet().forEach(line -> writeAll(List.of(line)));
      } else {
        batch.lines.keySet().forEach(line -> fail(line, e));
      }
      return;
    }
    ahead = true;
    if (always || doubted) {
      try {
        batch.into.sync();
        ahead = false;
        doubted = false;
      } catch (IOException e) {
        doubted = true;
        takeBack(batch.into, before, e);
        batch.lines.keySet().forEach(line -> fail(line, e));
        return;
      }
    }
    lastSeq = Math.max(lastSeq, batch.lastSeq);
    batch.lines.forEach((line, written) -> line.complete(written));
  }

  private void takeBack(CurrentFile from, CurrentFile.End before, IOException reason) {
    from.takeBack(before, reason);
    takenBackTo = before;
    letGo();
  }

  /// The file for a line: opened when there is none, and changed for another one when it is full,
  /// of another day, or not the one that has the name any more.
  private CurrentFile ready(BatteryEvent event) throws IOException {
    if (closed) {
      throw new IOException("it is closed");
    }
    if (file != null && isReplaced(file)) {
      force();
      letGo();
    }
    CurrentFile found = file == null ? open(false) : file;
    return isOver(found.length(), found.day(), event) ? rotated(found, event) : found;
  }

  private boolean isReplaced(CurrentFile open) throws IOException {
    if (!open.isInPlace()) {
      LOG.warn(
          "journal {} was moved away or deleted by somebody else; a new one is begun, and its numbers go on",
          files.current());
      return true;
    }
    if (!lockFile.isHeld()) {
      LOG.warn(
          "the lock file of journal {} was moved away or deleted by somebody else; a new one is made",
          files.current());
      return true;
    }
    return !open.isAsWritten();
  }

  /// A rotation that fails delays nothing: lines go on into the file as it is.
  private CurrentFile rotated(CurrentFile old, BatteryEvent event) throws IOException {
    CurrentFile.End before = old.end();
    try {
      old.endTornLine();
    } catch (IOException e) {
      takeBack(old, before, e);
      throw e;
    }
    if (!force()) {
      return open(false);
    }
    try {
      old.seal(old.day().day().orElse(old.day().with(event)));
      sealingFails = false;
    } catch (IOException e) {
      if (!sealingFails) {
        LOG.warn(
            "journal {} cannot be rotated ({}); it goes on as it is",
            files.current(),
            e.getMessage());
      }
      sealingFails = true;
      if (old.isInPlace()) {
        return old;
      }
    }
    letGo();
    return open(true);
  }

  /// @param rotated whether an empty file is new, since the one before got its lasting name
  private CurrentFile open(boolean rotated) throws IOException {
    numbers.leave(lockFile.take());
    CurrentFile opened = CurrentFile.open(disk, files, takenBackTo);
    boolean complete = false;
    try {
      check(opened.found());
      long onDisk = opened.found().lastSeq();
      if (onDisk == 0 && !rotated) {
        onDisk = new Segments(disk, files, List.of(), new FileTroubles(files)).lastSeq();
      }
      if (numbers.found(onDisk) || journalId.get() == 0) {
        journalId.incrementAndGet();
      }
      lastSeq = Math.max(lastSeq, onDisk);
      complete = true;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
    file = opened;
    takenBackTo = null;
    ahead = true;
    return opened;
  }

  private void check(FileEnd found) throws JournalException {
    if (found.foreign() && numbers.areNew()) {
      throw trouble.isForeign();
    }
    if (found.misnumbered() && !misnumberedSaid) {
      misnumberedSaid = true;
      LOG.warn(
          "journal {}: at its end is a line whose seq is no number from 1 to {}; it is passed over,"
              + " and 'cellwarden journal verify' shows where it is",
          files.current(),
          SampleLog.LARGEST_SEQ);
    }
  }

  private void letGo() {
    CurrentFile old = file;
    file = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        LOG.debug("closing {}: {}", files.current(), e.getMessage());
      }
    }
  }

  /// Whether something may not be on the disk yet. Of an opened file, too: what an earlier program
  /// wrote before it was killed.
  public boolean isAhead() {
    return ahead && file != null;
  }

  /// Brings the disk up to the file. When that fails there is no file any more.
  ///
  /// @return whether it is
  public boolean force() {
    if (file == null) {
      return false;
    }
    if (!ahead) {
      return true;
    }
    try {
      file.sync();
      ahead = false;
      return true;
    } catch (IOException e) {
      doubted = true;
      if (!always) {
        LOG.error("{}", trouble.cannotWrite(e).getMessage());
      }
      letGo();
      return false;
    }
  }
}
