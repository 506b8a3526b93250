package cellwarden.history.query;

import cellwarden.history.Episode;
import cellwarden.history.EventRow;
import cellwarden.history.Grid;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.HistoryWatcher;
import cellwarden.history.Interval;
import cellwarden.history.SampleRow;
import cellwarden.history.scan.JournalScan;
import cellwarden.history.scan.SampleBatch;
import cellwarden.history.scan.SampleBatch.End;
import cellwarden.history.scan.SamplePlan;
import cellwarden.history.scan.Stretch;
import cellwarden.history.summary.Section;
import cellwarden.history.summary.Slot;
import cellwarden.history.summary.Slots;
import cellwarden.history.summary.Totals;
import cellwarden.journal.JournalReader;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Answers out of the sections of a journal where they have what is asked for, and out of the lines
/// of those that know something of the time where they do not.
///
/// @param journal its current file
/// @param sections all of the journal in the order of writing
public record Answer(
    Path journal, JournalSnapshot snapshot, List<Section> sections, HistoryWatcher watcher) {

  /// So many values may be held at once; for more, the journal is read in several passes.
  private static final long MOST_VALUES = 1 << 17;

  private static final Set<String> EVENT_PROPERTIES = Set.of("time", "battery", "event", "id");

  /// More than a century, in milliseconds; longer intervals would not be more in one pass.
  private static final long LONGEST = 1L << 42;

  /// Shows the intervals that have a sample or covered time, in the order of time.
  ///
  /// @param query a time of whole intervals
  /// @return all of them as one, from the first to the last; empty where there is none
  public Optional<Interval> intervals(HistoryQuery query, Grid grid, Interval.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    String battery = battery(query);
    noteDamage(query);
    Rows rows = new Rows(battery, query.fields().size(), grid, visitor);
    show(query, battery, grid, rows);
    Optional<Interval> total = rows.total();
    total.ifPresent(all -> noteSuspect(query.fields(), all.suspects()));
    return total;
  }

  /// All that is known of a time of whole seconds as one; empty where that is nothing. Only the
  /// lines of the hours in which it begins and ends are read, the others are in the sections.
  public Optional<Interval> total(HistoryQuery query)
      throws HistoryException, IOException, InterruptedException {
    String battery = battery(query);
    Grid seconds = Grid.utc(Duration.ofSeconds(1));
    Rows rows = new Rows(battery, query.fields().size(), seconds, _ -> {});
    Instant whole = min(ofMillis(Section.grid().end(query.since().toEpochMilli() - 1)), query);
    Instant rest = ofMillis(Section.grid().start(query.until().toEpochMilli()));
    rest = rest.isBefore(whole) ? whole : rest;
    show(query.between(query.since(), whole), battery, seconds, rows);
    show(query.between(whole, rest), battery, Section.grid(), rows);
    show(query.between(rest, query.until()), battery, seconds, rows);
    return rows.total();
  }

  private static Instant ofMillis(long time) {
    return Instant.ofEpochMilli(time);
  }

  private static Instant min(Instant time, HistoryQuery query) {
    return time.isBefore(query.until()) ? time : query.until();
  }

  private void show(HistoryQuery query, String battery, Grid grid, Rows rows)
      throws IOException, InterruptedException {
    if (!query.since().isBefore(query.until())) {
      return;
    }
    long since = query.since().toEpochMilli();
    long until = query.until().toEpochMilli();
    if (Section.FIELDS.containsAll(query.fields())
        && grid.follows(Section.grid(), query.since(), query.until())) {
      rows.show(whole(battery, query.fields(), grid, since, until));
      return;
    }
    // Which hours anything is known of, so that a pass is not spent on others.
    long length =
        Math.min(LONGEST, grid.every().toMillis())
            * Math.max(1, MOST_VALUES / (1 + query.fields().size()));
    long from = since;
    long hours = Section.grid().start(since);
    for (Slot hour : whole(battery, List.of(), Section.grid(), hours, until).all()) {
      while (hour.start() + Section.HOUR > from && from < until) {
        from = Math.max(from, grid.start(Math.max(since, hour.start())));
        long to = Math.min(until, grid.end(from + length));
        rows.show(read(battery, query.fields(), grid, from, to));
        from = to;
      }
    }
  }

  /// Adds up whole sections.
  private Slots whole(
      String battery, List<HistoryField> fields, Grid grid, long since, long until) {
    Slots slots = new Slots(grid, fields.size(), since, until);
    Totals totals = new Totals(fields, slots);
    for (Section section : sections) {
      section.battery(battery).ifPresent(part -> totals.add(part, fields));
    }
    return slots;
  }

  /// Adds up the lines of the sections that know something of a time.
  private Slots read(String battery, List<HistoryField> fields, Grid grid, long since, long until)
      throws IOException, InterruptedException {
    Slots slots = new Slots(grid, fields.size(), since, until);
    Totals totals = new Totals(fields, slots);
    SamplePlan plan = Totals.plan(fields);
    List<Section> together = new ArrayList<>();
    long hour = Section.grid().start(since);
    for (Section section : sections) {
      Optional<Section.Battery> part = section.battery(battery);
      if (part.isPresent() && part.get().knows(hour, until)) {
        together.add(section);
      } else if (part.isPresent()) {
        scan(together, plan, battery, totals::add);
        together.clear();
        totals.pass(part.get());
      }
    }
    scan(together, plan, battery, totals::add);
    return slots;
  }

  /// Shows the samples in the order of writing.
  public void samples(HistoryQuery query, SampleRow.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    String battery = battery(query);
    noteDamage(query);
    long since = query.since().toEpochMilli();
    long until = query.until().toEpochMilli();
    List<Section> ofTheTime =
        sections.stream()
            .filter(section ->
                section.battery(battery).filter(part -> part.isOf(since, until)).isPresent())
            .toList();
    scan(
        ofTheTime,
        new SamplePlan(List.of()),
        battery,
        (batch, row) -> {
          if (batch.time(row) >= since && batch.time(row) < until) {
            Instant time = Instant.ofEpochMilli(batch.time(row));
            visitor.take(new SampleRow(batch.seq(row), time, battery, batch.json(row)));
          }
        });
  }

  /// What went wrong, in the order of time; of all batteries where none is named.
  ///
  /// @param now what goes on has not ended before
  public List<Episode> episodes(HistoryQuery query, Instant now)
      throws HistoryException, IOException, InterruptedException {
    if (query.battery().isPresent()) {
      battery(query);
    }
    noteDamage(query);
    Episodes episodes = new Episodes(query.since(), query.until());
    linesBetween(query, now, Episodes.PROPERTIES, (line, _, goesOn) -> episodes.take(line, goesOn));
    return episodes.end(query.battery(), now);
  }

  /// What happened, in the order of writing; of all batteries where none is named.
  ///
  /// @param most only so many, the last ones
  public List<EventRow> events(HistoryQuery query, Instant now, int most)
      throws HistoryException, IOException, InterruptedException {
    if (query.battery().isPresent()) {
      battery(query);
    }
    noteDamage(query);
    ArrayDeque<EventRow> events = new ArrayDeque<>();
    linesBetween(
        query,
        now,
        EVENT_PROPERTIES,
        (line, json, _) -> {
          if (line.has("event")) {
            Around.event(line, json.line())
                .filter(event ->
                    !event.time().isBefore(query.since())
                        && event.time().isBefore(query.until())
                        && query.battery().filter(name -> !name.equals(event.battery())).isEmpty())
                .ifPresent(event -> {
                  events.add(event);
                  if (events.size() > most) {
                    events.remove();
                  }
                });
          }
        });
    return List.copyOf(events);
  }

  /// The events of an id, and the samples around them; of any battery where none is named.
  public EventRow.BlackBox around(long id, Optional<String> battery)
      throws IOException, InterruptedException {
    return new Around(JournalReader.of(journal), id, battery).find();
  }

  /// Takes one line after the other.
  @FunctionalInterface
  private interface LineVisitor {
    /// @param json the reader that stands at it
    /// @param goesOn whether other lines stand before those that are read
    void take(JsonObject line, LineReader json, boolean goesOn);
  }

  private void linesBetween(
      HistoryQuery query, Instant now, Set<String> properties, LineVisitor visitor)
      throws IOException {
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      // Faults stand between samples, also between those of the files before and after.
      long before = i == 0 ? 0 : Math.min(sections.get(i - 1).latest(), section.earliest());
      long after = i + 1 == sections.size() ? now.toEpochMilli() : sections.get(i + 1).earliest();
      if (before < query.until().toEpochMilli()
          && Math.max(after, section.latest()) >= query.since().toEpochMilli()) {
        read(section, properties, i > 0, visitor);
      }
    }
  }

  private void read(Section section, Set<String> properties, boolean goesOn, LineVisitor visitor)
      throws IOException {
    Stretch stretch = section.stretch();
    Optional<LineReader> found = snapshot.lines(stretch.segment(), stretch.from());
    if (found.isEmpty()) {
      return;
    }
    try (LineReader lines = found.get()) {
      while (lines.nextOffset() < stretch.to() && lines.next() && lines.ended()) {
        try {
          JsonObject line =
              JsonObject.parseOnly(properties, lines.buffer(), lines.start(), lines.length());
          visitor.take(line, lines, goesOn);
        } catch (JsonException e) {
          // That it cannot be read was said.
        }
      }
    }
  }

  /// The times of the first and of the last sample of the battery by their own clock; empty if it
  /// has none.
  public Optional<HistoryQuery.Period> period(HistoryQuery query) throws HistoryException {
    String battery = battery(query);
    LongSummaryStatistics times =
        sections.stream()
            .flatMap(section -> section.battery(battery).stream())
            .flatMapToLong(part -> LongStream.of(part.earliest(), part.latest()))
            .summaryStatistics();
    return times.getCount() == 0
        ? Optional.empty()
        : Optional.of(
            new HistoryQuery.Period(
                Instant.ofEpochMilli(times.getMin()), Instant.ofEpochMilli(times.getMax())));
  }

  /// Takes one sample of a batch.
  @FunctionalInterface
  private interface RowVisitor {
    void take(SampleBatch batch, int row) throws IOException;
  }

  private void scan(List<Section> read, SamplePlan plan, String battery, RowVisitor visitor)
      throws IOException, InterruptedException {
    LongAdder unreadable = new LongAdder();
    JournalScan.run(
        snapshot,
        read.stream().map(Section::stretch).toList(),
        plan,
        JournalScan.Threads.ALL,
        watcher,
        batch -> {
          for (int row = 0; row < batch.count(); row++) {
            if (batch.battery(row).equals(battery)) {
              visitor.take(batch, row);
            }
          }
          unreadable.add(batch.unreadable());
          if (batch.how() == End.DAMAGED) {
            watcher.damaged(read.get(batch.stretch()).segment().fileName());
          }
        });
    // A disk that loses bits changes neither the size of a file nor its time: what was added up
    // before is still right, but the lines are not.
    long known = read.stream().mapToLong(Section::unreadable).sum();
    noteUnreadable(Math.max(0, unreadable.sum() - known));
  }

  /// Says which files are damaged, and how many lines around the time cannot be read.
  private void noteDamage(HistoryQuery query) {
    sections.stream()
        .filter(Section::damaged)
        .forEach(section -> watcher.damaged(section.segment().fileName()));
    long since = query.since().toEpochMilli();
    long until = query.until().toEpochMilli();
    noteUnreadable(
        sections.stream()
            .filter(section -> section.isOf(since, until))
            .mapToLong(Section::unreadable)
            .sum());
  }

  private void noteUnreadable(long lines) {
    if (lines > 0) {
      watcher.unreadable(lines);
    }
  }

  /// Says how many values no figure has in it.
  private void noteSuspect(List<HistoryField> fields, List<Long> leftOut) {
    long all = leftOut.stream().mapToLong(Long::longValue).sum();
    if (all > 0) {
      watcher.note(
          (all == 1 ? "1 suspect value is" : all + " suspect values are")
              + " left out ("
              + IntStream.range(0, leftOut.size())
                  .filter(field -> leftOut.get(field) > 0)
                  .mapToObj(field -> fields.get(field).name() + " " + leftOut.get(field))
                  .collect(Collectors.joining(", "))
              + ")");
    }
  }

  /// The battery that was named, or the only one.
  ///
  /// @throws HistoryException if the journal has none, not this one, or several and none was named
  private String battery(HistoryQuery query) throws HistoryException {
    Set<String> names =
        sections.stream()
            .flatMap(section -> section.batteries().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (names.isEmpty()) {
      throw new HistoryException("journal " + journal + " has no samples yet");
    }
    String list = String.join(", ", names);
    if (query.battery().isEmpty() && names.size() > 1) {
      throw new HistoryException(
          "journal " + journal + " has several batteries; name one of " + list);
    }
    String name = query.battery().orElse(names.iterator().next());
    if (!names.contains(name)) {
      throw new HistoryException(
          "journal " + journal + " has no battery " + name + "; it has " + list);
    }
    return name;
  }
}
