package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Sample;
import cellwarden.battery.SampleLog;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.journal.files.JournalName;
import cellwarden.journal.write.JournalWriter;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A JSONL file that samples and faults are appended to: one event, one line. It is rotated each
/// day and when it is full.
///
/// Numbers the samples: `seq` only grows, also over files and restarts, and no number is given out
/// twice. A lock keeps a second program out.
///
/// Safe for use by several threads. One thread of its own has the open file: whoever appends hands
/// over a line and waits. The thread takes all lines that wait, writes them with one write, forces
/// them once, and wakes those who wait.
public final class Journal implements SampleLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /// The thread ends when there was nothing to write for so long, until there is.
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  private final JournalReader reader;
  private final JournalName name;
  private final Path path;
  private final Fsync fsync;

  /// For the writer's thread alone, but for what says that it waits for nobody.
  private final JournalWriter writer;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("journal-writer").daemon().factory());
  private final Queue<JournalWriter.Pending> waiting = new ConcurrentLinkedQueue<>();

  /// The next time when the writer's thread forces lines to the disk.
  private Future<?> forcing = CompletableFuture.completedFuture(true);

  private Journal(Disk disk, JournalConfig config, Instant since) {
    JournalFiles files = new JournalFiles(config.path());
    this.reader = new JournalReader(disk, files);
    this.name = new JournalName(disk, files.beside(Companion.NAME));
    this.path = files.current();
    this.fsync = config.fsync();
    this.writer = new JournalWriter(disk, config, files, since);
    thread.setKeepAliveTime(LONGEST_IDLE.toNanos(), TimeUnit.NANOSECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /// Opens a journal, or begins one.
  ///
  /// @throws JournalException if another program writes it, or if only a person can put right why
  ///   it cannot be opened; with a disk that does not do its part it is open, and each line tries
  ///   again
  public static Journal open(JournalConfig config) throws JournalException {
    return open(
        new RealDisk(), config, InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  static Journal open(Disk disk, JournalConfig config, Instant since) throws JournalException {
    Journal journal = new Journal(disk, config, since);
    Optional<JournalException> refused =
        CompletableFuture.supplyAsync(journal.writer::begin, journal.thread).join();
    if (refused.isPresent()) {
      journal.close();
      throw refused.get();
    }
    return journal;
  }

  /// Appends an event and waits until it is safe, however long that takes: an interrupt ends
  /// neither the wait nor the write, and the thread is still interrupted afterwards. So the line is
  /// in the journal, once, when this returns, and is not when it throws, unless the disk refused
  /// even to take it back.
  ///
  /// @return a sample with its sequence number, and without counters that go on from another
  ///   journal
  /// @throws JournalException if the line is not safely in the file; its number is not used again
  public EncodedEvent append(BatteryEvent event) throws JournalException {
    JournalWriter.Pending line = new JournalWriter.Pending(event);
    waiting.add(line);
    try {
      thread.execute(this::writeWaiting);
    } catch (RejectedExecutionException e) {
      if (waiting.remove(line)) {
        writer.refuse(line);
      }
    }
    try {
      return line.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof JournalException known) {
        throw known;
      }
      throw e;
    }
  }

  /// The same for a sample alone.
  public Sample append(Sample sample) throws JournalException {
    BatteryEvent event = append(new BatteryEvent.Reading(sample)).event();
    return ((BatteryEvent.Reading) event).sample();
  }

  private void writeWaiting() {
    List<JournalWriter.Pending> lines = new ArrayList<>();
    for (JournalWriter.Pending line = waiting.poll(); line != null; line = waiting.poll()) {
      lines.add(line);
    }
    writer.write(lines);
    if (fsync instanceof Fsync.Every(Duration interval) && writer.isAhead() && forcing.isDone()) {
      forcing = thread.schedule(this::forceNow, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void forceNow() {
    try {
      writer.force();
    } catch (RuntimeException | Error bug) {
      LOG.error("journal {}", path, bug);
    }
  }

  /// Number of the last sample that is in the journal, 0 when there is none: with `fsync: always`
  /// it is safe there.
  @Override
  public long lastSeq() {
    return writer.lastSeq();
  }

  /// Counts the journals that this program met under the name: 0 before the first could be opened,
  /// 1 with it, and one more each time when one was opened that goes on after every number that the
  /// program knows. That is the journal of a disk that was mounted over the folder since, and what
  /// was concluded from the one before does not hold. Waits for nobody.
  @Override
  public int journalId() {
    return writer.journalId();
  }

  /// A name that it keeps over restarts, and that no other journal has; made with the first call.
  @Override
  public Optional<String> name() {
    return name.of(journalId(), lastSeq() == 0);
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException, InterruptedException {
    long last = Math.min(to, lastSeq());
    if (from > last) {
      return;
    }
    Until until = new Until(last, visitor);
    reader.read(Math.max(1, from), until);
    if (!until.reached) {
      throw new IOException("it ends before sample " + last);
    }
  }

  /// Shows the samples up to a number. A single one beyond it has a damaged number: those after it
  /// may still be wanted.
  private static final class Until implements JournalReader.Visitor {

    private final long last;
    private final Visitor visitor;
    private boolean reached;
    private boolean beyond;

    Until(long last, Visitor visitor) {
      this.last = last;
      this.visitor = visitor;
    }

    @Override
    public boolean take(JournalLine line) throws InterruptedException {
      long seq = line.seq().orElse(0);
      if (seq == 0) {
        return true;
      }
      boolean goesOn = seq > last ? !beyond : visitor.take(seq, line.json()) && seq < last;
      beyond = seq > last;
      reached |= beyond || !goesOn;
      return goesOn;
    }
  }

  /// The current file, or the one that it leads to where it is a symbolic link.
  public Path path() {
    return path;
  }

  /// Reads what is written. The one reader of a program's own journal, so that trouble with a file
  /// is said once.
  public JournalReader reader() {
    return reader;
  }

  /// Forces to the disk what is not there yet. When that fails, each line is forced on its own
  /// until the disk is well again.
  void sync() {
    CompletableFuture.runAsync(writer::force, thread).join();
  }

  /// Writes what waits, forces it to the disk and ends; nothing is appended any more.
  @Override
  public void close() {
    try {
      CompletableFuture.runAsync(this::end, thread).join();
    } catch (RejectedExecutionException e) {
      LOG.debug("journal {} is closed already", path);
    } finally {
      thread.shutdown();
    }
  }

  private void end() {
    forcing.cancel(false);
    writer.close();
  }
}
