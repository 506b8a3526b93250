package cellwarden.history.summary;

import cellwarden.history.HistoryWatcher;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalKeeper;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the summary of a segment as soon as it is sealed or compressed, so that the first
/// question finds it there. Whatever goes wrong, the next question makes it.
public final class Summariser implements JournalKeeper.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Summariser.class);

  private static final HistoryWatcher NOBODY =
      HistoryWatcher.ofNotes(text -> LOG.debug("{}", text));

  private final Journal journal;

  public Summariser(Journal journal) {
    this.journal = journal;
  }

  /// Writes the summary of a segment, unless there is one that fits.
  ///
  /// @param segment its name without `.gz`
  @Override
  public void sealed(String segment) throws IOException, InterruptedException {
    new Summaries(journal.path(), true, NOBODY).make(journal.reader(), segment);
  }
}
