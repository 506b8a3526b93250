package cellwarden.journal;

import cellwarden.config.Fsync;
import cellwarden.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for a journal beside writing: forcing lines to the disk now and then, compressing
/// rotated files, removing old ones. Runs until it is interrupted.
public final class JournalKeeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);

  private static final Duration CARE = Duration.ofMinutes(1);

  private final Disk disk;
  private final Journal journal;
  private final JournalFiles files;
  private final Fsync fsync;
  private final JournalParts parts;
  private final Retention retention;
  private final InstantSource clock;
  private final Pause pause;
  private boolean failing;

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
    this.parts = new JournalParts(disk, files);
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
    try {
      while (true) {
        care();
        awaitCare();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted; what is half compressed is done again after the next start");
    }
  }

  /// Compresses and removes what there is. Trouble is said once; it is tried again the next time.
  void care() throws InterruptedException {
    try {
      retention.apply(parts.rotated(null), journal.lastSeq(), clock.instant());
      for (JournalPart part : parts.rotated(null)) {
        Path plain = files.folder().resolve(part.name());
        if (!part.compressed() && disk.free(files.folder()) > part.size()) {
          new Compressor(disk, files, pause).compress(plain);
        }
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "journal {}: cannot compress or remove old files ({}); check the disk",
            files.current(),
            e.getMessage());
      }
      failing = true;
    }
  }

  private void awaitCare() throws InterruptedException {
    if (!(fsync instanceof Fsync.Every(Duration interval))) {
      pause.of(CARE);
      return;
    }
    for (Duration passed = Duration.ZERO;
        passed.compareTo(CARE) < 0;
        passed = passed.plus(interval)) {
      pause.of(interval);
      journal.sync();
    }
  }
}
