package cellwarden.journal;

import cellwarden.config.Fsync;
import cellwarden.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for a journal beside writing: forcing lines to the disk now and then, compressing
/// rotated files, removing old ones. Runs until it is interrupted.
///
/// Forcing has a thread of its own: what a power cut may cost must not depend on how long it takes
/// to compress a file.
public final class JournalKeeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);

  private static final Duration CARE = Duration.ofMinutes(1);

  private final Disk disk;
  private final Journal journal;
  private final JournalFiles files;
  private final Fsync fsync;
  private final Retention retention;
  private final InstantSource clock;
  private final Pause pause;
  private Set<String> said = Set.of();

  JournalKeeper(
      Disk disk,
      Journal journal,
      JournalConfig config,
      LongSupplier neededFrom,
      InstantSource clock,
      Pause pause) {
    this.disk = disk;
    this.journal = journal;
    this.files = new JournalFiles(config.path());
    this.fsync = config.fsync();
    this.retention = new Retention(disk, files, config, neededFrom);
    this.clock = clock;
    this.pause = pause;
  }

  /// The keeper of a journal.
  ///
  /// @param neededFrom asked for the lowest number that an output still needs; [Long#MAX_VALUE]
  ///   when there is none
  public static JournalKeeper of(Journal journal, JournalConfig config, LongSupplier neededFrom) {
    return new JournalKeeper(
        Disk.real(), journal, config, neededFrom, InstantSource.system(), Thread::sleep);
  }

  @Override
  public void run() {
    Optional<Thread> forcing = startForcing();
    try {
      while (true) {
        care();
        pause.of(CARE);
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted; what is half compressed is done again after the next start");
    } finally {
      forcing.ifPresent(Thread::interrupt);
    }
  }

  /// Ends with this thread; a bug in it is a bug in this one.
  private Optional<Thread> startForcing() {
    if (!(fsync instanceof Fsync.Every(Duration interval))) {
      return Optional.empty();
    }
    return Optional.of(
        Thread.ofPlatform()
            .name("journal-fsync")
            .daemon()
            .uncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler())
            .start(() -> forceEach(interval)));
  }

  private void forceEach(Duration interval) {
    try {
      while (true) {
        pause.of(interval);
        journal.sync();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted; the end of the journal forces the last lines to the disk");
    }
  }

  /// Compresses and removes what there is. Trouble with one file does not keep from the others; it
  /// is said once, and tried again the next time.
  void care() throws InterruptedException {
    Set<String> troubles = new HashSet<>();
    attempt(
        "old files cannot be removed",
        troubles,
        () -> retention.apply(journal.reader().rotated(), journal.lastSeq(), clock.instant()));
    attempt("old files cannot be compressed", troubles, () -> compressAll(troubles));
    said = troubles;
  }

  private void compressAll(Set<String> troubles) throws IOException, InterruptedException {
    for (JournalPart part : journal.reader().rotated()) {
      if (!part.compressed() && part.trouble().isEmpty()) {
        Path plain = files.folder().resolve(part.name());
        attempt(part.name() + " cannot be compressed", troubles, () -> compress(plain, part));
      }
    }
  }

  private void compress(Path plain, JournalPart part) throws IOException, InterruptedException {
    if (disk.free(files.folder()) > part.size()) {
      new Compressor(disk, files, pause).compress(plain);
    }
  }

  /// One thing to do.
  @FunctionalInterface
  private interface Duty {
    void run() throws IOException, InterruptedException;
  }

  private void attempt(String trouble, Set<String> troubles, Duty duty)
      throws InterruptedException {
    try {
      duty.run();
    } catch (IOException e) {
      troubles.add(trouble);
      if (!said.contains(trouble)) {
        LOG.warn(
            "journal {}: {} ({}); check the disk",
            files.current(),
            trouble,
            JournalTrouble.reason(e));
      }
    }
  }
}
