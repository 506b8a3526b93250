package cellwarden.history;

import cellwarden.history.query.Answer;
import cellwarden.history.summary.Summaries;
import cellwarden.journal.JournalReader;
import cellwarden.journal.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The journal as it can be asked. It may be written meanwhile; what is added after the opening is
/// not seen.
public final class History implements AutoCloseable {

  private final JournalSnapshot snapshot;
  private final Answer answer;

  private History(JournalSnapshot snapshot, Answer answer) {
    this.snapshot = snapshot;
    this.answer = answer;
  }

  /// Opens a journal and makes the summaries that it lacks. Where they cannot be written, what has
  /// none is read at each opening.
  ///
  /// @param withSummaries false leaves them alone, and reads the whole journal
  /// @throws HistoryException if there is no such journal
  public static History open(Path journal, boolean withSummaries, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    Path file = journal.toAbsolutePath();
    require(file);
    HistoryWatcher once = HistoryWatcher.once(watcher);
    Summaries summaries = new Summaries(file, withSummaries, once);
    JournalSnapshot snapshot = summaries.open();
    boolean complete = false;
    try {
      if (snapshot.segments().isEmpty()) {
        throw missing(file);
      }
      Answer answer = new Answer(file, snapshot, summaries.sections(snapshot), once);
      complete = true;
      return new History(snapshot, answer);
    } finally {
      if (!complete) {
        snapshot.close();
      }
    }
  }

  /// Makes all summaries again.
  ///
  /// @return how many files of the journal have one
  /// @throws HistoryException if there is no such journal, or they cannot be written
  public static int reindex(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    Path file = journal.toAbsolutePath();
    require(file);
    Summaries summaries = new Summaries(file, true, watcher);
    try (JournalSnapshot snapshot = JournalReader.of(file).snapshot()) {
      if (snapshot.segments().isEmpty()) {
        throw missing(file);
      }
      summaries.delete();
      summaries.sections(snapshot);
      if (summaries.trouble().isPresent()) {
        throw new HistoryException(
            "summaries cannot be written beside "
                + file
                + " ("
                + summaries.trouble().get()
                + "); check the disk and its permissions");
      }
      return summaries.count();
    }
  }

  private static void require(Path file) throws HistoryException {
    if (Files.isDirectory(file)) {
      throw new HistoryException(
          file + " is a folder; name the current file of a journal, such as bms_data.jsonl in it");
    }
    Optional<Path> current = OwnFiles.currentOf(file);
    if (current.isPresent() && (file.toString().endsWith(".gz") || Files.exists(current.get()))) {
      throw new HistoryException(
          file + " is a rotated file; name the current file, " + current.get());
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new HistoryException(file + " is no file; name the current file of a journal");
    }
  }

  private static HistoryException missing(Path journal) {
    return new HistoryException(
        "there is no journal "
            + journal
            + "; name its current file, or the configuration that names it with -c");
  }

  /// The times of the first and of the last sample of the battery by their own clock; empty if it
  /// has none.
  public Optional<HistoryQuery.Period> period(HistoryQuery query)
      throws HistoryException, IOException, InterruptedException {
    return answer.period(query);
  }

  /// Shows the intervals that have a sample or covered time, in the order of time. The time that is
  /// asked for is widened to whole intervals.
  ///
  /// @return all of them as one, from the first to the last; empty where there is none
  public Optional<Interval> intervals(HistoryQuery query, Grid grid, Interval.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    return answer.intervals(query.widened(grid), grid, visitor);
  }

  /// All that is known of the time that is asked for, to the second, as one; empty where that is
  /// nothing.
  public Optional<Interval> total(HistoryQuery query)
      throws HistoryException, IOException, InterruptedException {
    return answer.total(query.widened(Grid.utc(Duration.ofSeconds(1))));
  }

  /// What went wrong, in the order of time; of all batteries where none is named.
  ///
  /// @param now what goes on has not ended before
  public List<Episode> episodes(HistoryQuery query, Instant now)
      throws HistoryException, IOException, InterruptedException {
    return answer.episodes(query, now);
  }

  /// What happened, in the order of writing; of all batteries where none is named.
  ///
  /// @param now what goes on has not ended before
  public List<EventRow> events(HistoryQuery query, Instant now)
      throws HistoryException, IOException, InterruptedException {
    return events(query, now, Integer.MAX_VALUE);
  }

  /// The last of these, at most so many, in the order of writing.
  public List<EventRow> events(HistoryQuery query, Instant now, int most)
      throws HistoryException, IOException, InterruptedException {
    return answer.events(query, now, most);
  }

  /// The events of an id, and the samples around them; without events where there is no such id.
  ///
  /// @param battery whose events are meant; empty: any
  public EventRow.BlackBox around(long id, Optional<String> battery)
      throws IOException, InterruptedException {
    return answer.around(id, battery);
  }

  /// Shows the samples in the order of writing.
  public void samples(HistoryQuery query, SampleRow.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    answer.samples(query, visitor);
  }

  @Override
  public void close() throws IOException {
    snapshot.close();
  }
}
