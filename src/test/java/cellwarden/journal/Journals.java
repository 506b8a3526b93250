package cellwarden.journal;

import cellwarden.config.Fsync;
import cellwarden.config.JournalConfig;
import java.nio.file.Path;
import java.time.Instant;

/// Opens journals with what matters to a test.
final class Journals {

  static final Fsync ALWAYS = new Fsync.Always();
  static final Fsync NEVER = new Fsync.Never();

  static final Instant SINCE = Instant.parse("2026-11-22T14:00:00Z");

  private Journals() {}

  static Journal open(Path file) throws JournalException {
    return open(file, NEVER);
  }

  static Journal open(Path file, Fsync fsync) throws JournalException {
    return open(JournalConfig.withDefaults(file).withFsync(fsync));
  }

  static Journal open(JournalConfig config) throws JournalException {
    return Journal.open(Disk.real(), config, SINCE);
  }
}
