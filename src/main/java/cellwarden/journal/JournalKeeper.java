package cellwarden.journal;

import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.journal.files.FileTroubles;
import cellwarden.settings.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for the segments of a journal: compressing them, removing old ones. Runs until it
/// is interrupted.
///
/// The writer alone makes segments, and this alone touches them afterwards: neither waits for the
/// other.
public final class JournalKeeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);

  private static final Duration CARE = Duration.ofMinutes(1);
  private static final long SECONDS_PER_HOUR = 3600;

  private final Disk disk;
  private final Journal journal;
  private final JournalFiles files;
  private final Retention retention;
  private final Compressor compressor;
  private final InstantSource clock;
  private final Compressor.Pause pause;
  private final Listener listener;
  private final FileTroubles troubles;
  private final Set<String> shown = new HashSet<>();
  private boolean listenerFails;
  private boolean tidy;
  private long checkedIn = Long.MIN_VALUE;

  /// Is shown the segments, to write beside them what is derived from them.
  @FunctionalInterface
  public interface Listener {

    /// A segment will not change any more. Called once in a run of the program for each segment,
    /// also those of earlier runs, when it is compressed or cannot be, and then once again when it
    /// was compressed later; in the keeper's thread, which goes on when this returns. What it
    /// throws is said once and hurts nothing.
    ///
    /// @param segment its name without `.gz`; it may be removed at any moment
    void sealed(String segment) throws IOException, InterruptedException;
  }

  JournalKeeper(
      Disk disk,
      Journal journal,
      JournalConfig config,
      LongSupplier neededFrom,
      Listener listener,
      InstantSource clock,
      Compressor.Pause pause) {
    this.disk = disk;
    this.journal = journal;
    this.files = new JournalFiles(config.path());
    this.retention = new Retention(disk, files, config, neededFrom);
    this.compressor = new Compressor(disk, files, pause);
    this.listener = listener;
    this.troubles = new FileTroubles(files);
    this.clock = clock;
    this.pause = pause;
  }

  /// The keeper of a journal.
  ///
  /// @param neededFrom asked for the lowest number that an output still needs; [Long#MAX_VALUE]
  ///   when there is none
  public static JournalKeeper of(
      Journal journal, JournalConfig config, LongSupplier neededFrom, Listener listener) {
    return new JournalKeeper(
        new RealDisk(),
        journal,
        config,
        neededFrom,
        listener,
        InstantSource.system(),
        Thread::sleep);
  }

  @Override
  public void run() {
    try {
      while (true) {
        care();
        pause.of(CARE);
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted; what is half compressed is done again after the next start");
    }
  }

  /// Does for each segment what is to be done. Trouble with one does not keep from the others; it
  /// is said once, and tried again the next time.
  void care() throws InterruptedException {
    if (!tidy) {
      attempt("what a crash left cannot be removed", this::tidyUp);
    }
    attempt(
        "old files cannot be removed",
        () -> retention.apply(journal.reader().segments(), journal.lastSeq(), clock.instant()));
    attempt("old files cannot be compressed", this::compressAll);
    long hour = clock.instant().getEpochSecond() / SECONDS_PER_HOUR;
    if (hour != checkedIn) {
      checkedIn = hour;
      attempt("old files cannot be checked", () -> checkOne(hour));
    }
  }

  /// Reads one compressed segment to its check value, each hour the next one: bits that a disk
  /// loses change neither the size nor the time of a file, and a question that is answered out of
  /// its summary does not look into it.
  private void checkOne(long hour) throws IOException {
    try (JournalSnapshot snapshot = journal.reader().snapshot()) {
      List<Segment> compressed = snapshot.segments().stream().filter(Segment::compressed).toList();
      if (!compressed.isEmpty()) {
        Segment one = compressed.get(Math.floorMod(hour, compressed.size()));
        snapshot.damage(one).ifPresent(reason -> troubles.damaged(one.fileName(), reason));
      }
    }
  }

  private void tidyUp() throws IOException {
    compressor.tidyUp();
    tidy = true;
  }

  private void compressAll() throws IOException, InterruptedException {
    Set<String> there = new HashSet<>();
    for (Segment segment : journal.reader().segments()) {
      if (segment.trouble().isEmpty()) {
        if (!segment.compressed()) {
          attempt(segment.name() + " cannot be compressed", () -> compress(segment));
        }
        there.add(show(segment.name()));
      }
    }
    shown.retainAll(there);
  }

  private void compress(Segment segment) throws IOException, InterruptedException {
    if (disk.free(files.folder()) > segment.size()) {
      compressor.compress(files.folder().resolve(segment.name()));
    }
  }

  /// @return what the segment's file is called
  private String show(String segment) throws IOException, InterruptedException {
    boolean plain = disk.find(files.folder().resolve(segment)) != null;
    String file = plain ? segment : segment + JournalFiles.COMPRESSED;
    if (shown.add(file)) {
      long begun = System.nanoTime();
      try {
        listener.sealed(segment);
        listenerFails = false;
      } catch (IOException | RuntimeException | Error e) {
        if (!listenerFails) {
          Path path = files.folder().resolve(segment);
          LOG.warn("journal {}: nothing is derived from {}", files.current(), path, e);
        }
        listenerFails = true;
      }
      pause.of(Compressor.restAfter(begun));
    }
    return file;
  }

  /// One thing to do.
  @FunctionalInterface
  private interface Duty {
    void run() throws IOException, InterruptedException;
  }

  private void attempt(String trouble, Duty duty) throws InterruptedException {
    try {
      duty.run();
      troubles.well(trouble);
    } catch (IOException e) {
      troubles.say(trouble, "(" + Disk.reason(e) + "); check the disk");
    }
  }
}
