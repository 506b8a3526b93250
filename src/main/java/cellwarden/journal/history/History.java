package cellwarden.journal.history;

import cellwarden.journal.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The journal as it can be asked. It may be written meanwhile; what is added after the opening is
/// not seen.
public final class History implements AutoCloseable {

  private static final HistoryField POWER = HistoryFields.of(List.of("power")).getFirst();

  private final Path journal;
  private final OpenJournal files;
  private final JournalSnapshot snapshot;
  private final @Nullable CellStore index;
  private final HistoryWatcher watcher;

  private History(Path journal, OpenJournal files, HistoryWatcher watcher) {
    this.journal = journal;
    this.files = files;
    this.snapshot = files.snapshot();
    this.index = files.index() == null ? null : files.index().store();
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
    return new History(
        journal.toAbsolutePath(),
        withIndex ? opened(journal, watcher) : OpenJournal.withoutIndex(journal),
        watcher);
  }

  private static OpenJournal opened(Path journal, HistoryWatcher watcher)
      throws HistoryException, IOException, InterruptedException {
    try {
      return OpenJournal.withIndex(journal, watcher);
    } catch (SQLException e) {
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
    try {
      OpenJournal.withoutIndex(journal).close();
      HistoryIndex.delete(file);
      OpenJournal.withIndex(journal, watcher).close();
      return file;
    } catch (SQLException e) {
      throw new HistoryException(
          "index " + file + " cannot be written (" + e.getMessage() + "); check disk and rights");
    }
  }

  /// A stretch of time.
  public record Period(Instant from, Instant to) {}

  /// The time from which there are samples of the battery, to the hour; empty without an index.
  public Optional<Period> range(HistoryQuery query) throws HistoryException, IOException {
    if (index == null) {
      return Optional.empty();
    }
    try {
      long id = index.batteries().getOrDefault(battery(query, index.batteries().keySet()), -1L);
      OptionalLong from = index.number("SELECT min(start) FROM cell WHERE battery = ?", id);
      OptionalLong to = index.number("SELECT max(start) FROM cell WHERE battery = ?", id);
      return from.isEmpty() || to.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Period(
                  Instant.ofEpochMilli(from.getAsLong()),
                  Instant.ofEpochMilli(to.getAsLong()).plus(Grid.hours().every())));
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Shows the intervals that have a sample or covered time, in the order of time. The time that is
  /// asked for is widened to whole intervals.
  public void intervals(HistoryQuery query, Grid grid, Visitor<Interval> visitor)
      throws HistoryException, IOException, InterruptedException {
    HistoryQuery whole = query.widened(grid);
    boolean hourly = grid.followsHours(millis(whole.since()), millis(whole.until()));
    try {
      if (index != null
          && hourly
          && IndexedFields.ALL.containsAll(query.fields())
          && isRead(index, whole, grid, visitor)) {
        return;
      }
      List<HistoryField> fields = withPower(query.fields());
      try (CellStore cells = CellStore.temporary()) {
        addUp(cells, fields, whole, hourly ? Grid.hours() : grid);
        read(cells, fields, whole, grid, visitor);
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Answers from the index.
  ///
  /// @return false if it turned out to be damaged before anything was shown
  private boolean isRead(CellStore from, HistoryQuery query, Grid grid, Visitor<Interval> visitor)
      throws HistoryException, SQLException, IOException {
    boolean[] begun = new boolean[1];
    try {
      read(
          from,
          IndexedFields.ALL,
          query,
          grid,
          interval -> {
            begun[0] = true;
            visitor.take(interval);
          });
      return true;
    } catch (SQLException e) {
      if (begun[0]) {
        throw e;
      }
      watcher.note("index " + OpenJournal.indexOf(journal) + " is damaged; it will be built anew");
      HistoryIndex.delete(OpenJournal.indexOf(journal));
      return false;
    }
  }

  private void read(
      CellStore cells,
      List<HistoryField> fields,
      HistoryQuery query,
      Grid grid,
      Visitor<Interval> visitor)
      throws HistoryException, SQLException, IOException {
    String battery = battery(query, (index == null ? cells : index).batteries().keySet());
    List<Integer> slots = query.fields().stream().map(fields::indexOf).toList();
    long id = cells.batteries().getOrDefault(battery, -1L);
    new IntervalReader(cells, grid, battery, id, slots)
        .read(millis(query.since()), millis(query.until()), visitor::take);
  }

  private static List<HistoryField> withPower(List<HistoryField> fields) {
    List<HistoryField> all = new ArrayList<>(fields);
    if (!all.contains(POWER)) {
      all.add(POWER);
    }
    return all;
  }

  private void addUp(CellStore cells, List<HistoryField> fields, HistoryQuery query, Grid grid)
      throws HistoryException, SQLException, IOException, InterruptedException {
    Optional<Span> span = span(query);
    if (span.isEmpty()) {
      return;
    }
    Aggregator aggregator = new Aggregator(grid, fields.size(), fields.indexOf(POWER));
    scan(
        span.get(),
        SamplePlan.ofNumbers(fields),
        (samples, row) -> {
          aggregator.add(samples, row);
          cells.addAbove(aggregator, CellStore.CELLS_AT_ONCE);
        });
    cells.addAbove(aggregator, 0);
  }

  /// Shows the samples in the order of writing.
  public void samples(HistoryQuery query, Visitor<SampleRow> visitor)
      throws HistoryException, IOException, InterruptedException {
    try {
      Optional<Span> span = span(query);
      if (span.isEmpty()) {
        return;
      }
      SampleSelection selection =
          new SampleSelection(query, index == null ? Optional.empty() : named(query), visitor);
      scan(span.get(), SamplePlan.ofValues(query.fields()), selection::take);
      if (index == null) {
        battery(query, selection.seen());
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Optional<String> named(HistoryQuery query) throws HistoryException, SQLException {
    return index == null
        ? Optional.empty()
        : Optional.of(battery(query, index.batteries().keySet()));
  }

  /// What must be read; empty if there is nothing.
  private Optional<Span> span(HistoryQuery query) throws HistoryException, SQLException {
    if (index == null) {
      return Optional.of(Span.ALL);
    }
    String battery = battery(query, index.batteries().keySet());
    return Span.of(
        index,
        index.batteries().getOrDefault(battery, -1L),
        millis(query.since()),
        millis(query.until()));
  }

  /// Takes one sample of a batch.
  @FunctionalInterface
  private interface RowVisitor {
    void take(Samples samples, int row) throws IOException;
  }

  private void scan(Span span, SamplePlan plan, RowVisitor visitor)
      throws IOException, InterruptedException {
    BatchReader.Place from =
        span.from() == 0 ? BatchReader.Place.START : new SeqSearch(snapshot).before(span.from());
    try (BatchReader reader = new BatchReader(snapshot, from, watcher)) {
      Scan.run(
          reader,
          plan,
          samples -> {
            for (int row = 0; row < samples.count(); row++) {
              if (samples.seq(row) > span.to()) {
                return false;
              }
              if (samples.seq(row) >= span.from()) {
                visitor.take(samples, row);
              }
            }
            return true;
          });
    }
  }

  /// The battery that is meant.
  private String battery(HistoryQuery query, Collection<String> names) throws HistoryException {
    if (names.isEmpty()) {
      throw new HistoryException("journal " + journal + " has no samples yet");
    }
    if (query.battery().isPresent()) {
      String name = query.battery().get();
      if (!names.contains(name)) {
        throw new HistoryException(
            "journal " + journal + " has no battery " + name + "; it has " + list(names));
      }
      return name;
    }
    if (names.size() > 1) {
      throw new HistoryException(
          "journal " + journal + " has several batteries; name one of " + list(names));
    }
    return names.iterator().next();
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names);
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }

  @Override
  public void close() throws IOException {
    try {
      files.close();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
