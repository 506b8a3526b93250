package cellwarden.energy;

import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Energy counters as the journal has them. What was found is right for one journal only; in the
/// next one it is looked for again.
///
/// The search runs beside those who ask. A battery in the last samples of the journal is answered
/// at once; one that is further back, or new, when the search has come there. Safe for use by
/// several threads.
public final class JournalledEnergy implements EnergyLog {

  /// The last samples take some milliseconds to read. Where there are thousands of files on a slow
  /// disk it is longer, and then the first sample goes on its way without counters.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SampleLog samples;
  private final Executor beside;
  private final Duration patience;
  private @Nullable EnergySearch search;

  /// @param beside runs a search, so that nobody waits for it
  public JournalledEnergy(SampleLog samples, Executor beside) {
    this(samples, beside, PATIENCE);
  }

  /// @param patience how long a caller waits for the last samples to be looked through
  JournalledEnergy(SampleLog samples, Executor beside, Duration patience) {
    this.samples = samples;
    this.beside = beside;
    this.patience = patience;
  }

  @Override
  public Optional<Start> last(String battery) throws IOException {
    EnergySearch current = search();
    if (current.needsToRunFor(battery)) {
      beside.execute(current);
    }
    current.awaitLastSamples(patience);
    return current.answer(battery);
  }

  /// Begins at the end of the journal as it is now. What this program writes in this journal has
  /// counters only after they were found in it, so nothing of that is ever needed.
  private synchronized EnergySearch search() throws IOException {
    int journalId = samples.journalId();
    if (journalId == 0) {
      throw new IOException("it is not open yet");
    }
    EnergySearch current = search;
    if (current == null || current.journalId() != journalId) {
      if (current != null) {
        current.abandon();
      }
      current = new EnergySearch(samples, journalId, samples.lastSeq());
      search = current;
    }
    return current;
  }
}
