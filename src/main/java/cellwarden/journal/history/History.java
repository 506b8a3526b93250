package cellwarden.journal.history;

import cellwarden.journal.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The journal as it can be asked. It may be written meanwhile; what is added after the opening is
/// not seen.
///
/// The index answers where it can. One that turns out to be damaged is removed, and the journal
/// answers in its place.
public final class History implements AutoCloseable {

  private final Path indexFile;
  private final BatteryChoice choice;
  private final JournalSnapshot snapshot;
  private final ScannedAnswer scanned;
  private final HistoryWatcher watcher;
  private @Nullable HistoryIndex index;

  private History(Path journal, OpenJournal files, HistoryWatcher watcher) {
    this.indexFile = OpenJournal.indexOf(journal);
    this.choice = new BatteryChoice(journal);
    this.snapshot = files.snapshot();
    this.scanned = new ScannedAnswer(snapshot, choice, watcher);
    this.index = files.index();
    this.watcher = watcher;
  }

  /// Takes one thing after the other.
  @FunctionalInterface
  public interface Visitor<T> {
    void take(T next) throws IOException;
  }

  /// Opens a journal and brings its index up to date. Where the index cannot be written, every
  /// query reads the journal itself.
  ///
  /// @param withIndex false leaves the index alone
  /// @throws HistoryException if there is no such journal
  public static History open(Path journal, boolean withIndex, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    HistoryWatcher once = new NoteOnce(watcher);
    return new History(
        journal.toAbsolutePath(),
        withIndex ? opened(journal, once) : OpenJournal.withoutIndex(journal),
        once);
  }

  private static OpenJournal opened(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    try {
      return OpenJournal.withIndex(journal, watcher);
    } catch (IndexException e) {
      watcher.note(
          "index "
              + OpenJournal.indexOf(journal)
              + " cannot be written ("
              + e.getMessage()
              + "), so this reads the whole journal");
      return OpenJournal.withoutIndex(journal);
    }
  }

  /// Builds the index anew.
  ///
  /// @return its file
  /// @throws HistoryException if there is no such journal, or the index cannot be written
  public static Path reindex(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    Path file = OpenJournal.indexOf(journal);
    OpenJournal.withoutIndex(journal).snapshot().close();
    HistoryIndex.delete(file);
    try (History built =
        new History(journal.toAbsolutePath(), OpenJournal.withIndex(journal, watcher), watcher)) {
      return built.indexFile;
    } catch (IndexException e) {
      throw new HistoryException(
          "index " + file + " cannot be written (" + e.getMessage() + "); check disk and rights");
    }
  }

  /// Two moments.
  public record Period(Instant from, Instant to) {}

  /// The times of the first and of the last sample of the battery by their own clock; empty if it
  /// has none.
  public Optional<Period> period(HistoryQuery query)
      throws HistoryException, IOException, InterruptedException {
    Optional<Optional<Period>> hours = ask(answer -> answer.hours(query));
    TimeRange range = new TimeRange();
    if (hours.isEmpty()) {
      samples(query.at(HistoryQuery.BEGINNING, HistoryQuery.END), range);
    } else if (hours.get().isPresent()) {
      Instant first = hours.get().get().from();
      Instant last = hours.get().get().to();
      samples(query.at(first, first.plus(Grid.hours().every())), range);
      samples(query.at(last, last.plus(Grid.hours().every())), range);
    }
    return range.period();
  }

  /// Shows the intervals that have a sample or covered time, in the order of time. The time that is
  /// asked for is widened to whole intervals.
  ///
  /// @throws HistoryException also if the index turned out to be damaged when a part of the answer
  ///   was shown
  public void intervals(HistoryQuery query, Grid grid, Visitor<Interval> visitor)
      throws HistoryException, IOException, InterruptedException {
    HistoryQuery whole = query.widened(grid);
    boolean hourly = grid.followsHours(whole.since().toEpochMilli(), whole.until().toEpochMilli());
    if (IndexedAnswer.has(whole, grid) && isIndexed(whole, grid, visitor)) {
      return;
    }
    scanned.intervals(whole, grid, hourly ? Grid.hours() : grid, guide(whole), visitor);
  }

  /// Answers from the index.
  ///
  /// @return false if there is none, or it was damaged
  private boolean isIndexed(HistoryQuery query, Grid grid, Visitor<Interval> visitor)
      throws HistoryException, IOException {
    boolean[] begun = new boolean[1];
    boolean complete =
        ask(
                answer -> {
                  answer.intervals(
                      query,
                      grid,
                      interval -> {
                        begun[0] = true;
                        visitor.take(interval);
                      });
                  return true;
                })
            .isPresent();
    if (begun[0] && !complete) {
      throw new HistoryException("only a part of the answer could be read; ask again");
    }
    return complete;
  }

  /// Shows the samples in the order of writing.
  public void samples(HistoryQuery query, Visitor<SampleRow> visitor)
      throws HistoryException, IOException, InterruptedException {
    scanned.samples(query, guide(query), visitor);
  }

  private IndexedAnswer.Guide guide(HistoryQuery query) throws HistoryException, IOException {
    return ask(answer -> answer.guide(query)).orElse(IndexedAnswer.Guide.EVERYWHERE);
  }

  /// Something that the index may know.
  @FunctionalInterface
  private interface Question<T> {
    T of(IndexedAnswer answer) throws HistoryException, IOException;
  }

  /// What the index says; empty if there is none, or it could not be read and is given up.
  private <T> Optional<T> ask(Question<T> question) throws HistoryException, IOException {
    HistoryIndex asked = index;
    if (asked == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.of(new IndexedAnswer(asked.store(), choice)));
    } catch (IndexException e) {
      index = null;
      asked.close();
      if (e.isDamage()) {
        HistoryIndex.delete(indexFile);
        watcher.note("index " + indexFile + " was damaged and is removed; it comes back by itself");
      } else {
        watcher.note("index " + indexFile + " cannot be read (" + e.getMessage() + ")");
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (index != null) {
        index.close();
      }
    } finally {
      snapshot.close();
    }
  }
}
