package cellwarden.journal;

import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.journal.disk.RealDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.Samples;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/// Opens journals with what matters to a test.
public final class Journals {

  public static final Fsync ALWAYS = new Fsync.Always();
  public static final Fsync NEVER = new Fsync.Never();

  public static final Instant SINCE = Instant.parse("2026-11-22T14:00:00Z");

  private Journals() {}

  /// The sample that the documentation shows, of another time.
  public static Sample sampleAt(Instant time) {
    Sample sample = Samples.aSample();
    return new Sample(
        sample.seq(),
        time,
        true,
        sample.battery(),
        sample.values(),
        sample.suspect(),
        sample.link(),
        sample.journalId());
  }

  public static Journal open(Path file) throws JournalException {
    return open(file, NEVER);
  }

  public static Journal open(Path file, Fsync fsync) throws JournalException {
    return open(Defaults.journal(file).withFsync(fsync));
  }

  public static Journal open(JournalConfig config) throws JournalException {
    return Journal.open(new RealDisk(), config, SINCE);
  }

  /// Does once what is to be done for the segments, without a rest.
  public static void care(Journal journal, JournalConfig config, JournalKeeper.Listener listener)
      throws InterruptedException {
    new JournalKeeper(
            new RealDisk(),
            journal,
            config,
            () -> Long.MAX_VALUE,
            listener,
            InstantSource.system(),
            _ -> {})
        .care();
  }
}
