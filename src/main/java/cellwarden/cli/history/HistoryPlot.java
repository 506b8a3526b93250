package cellwarden.cli.history;

import cellwarden.battery.Metric;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.render.plot.Bars;
import cellwarden.render.plot.Bars.Bar;
import cellwarden.render.plot.Curves;
import cellwarden.render.plot.Panel;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.Series;
import cellwarden.render.plot.Series.Point;
import cellwarden.render.plot.TimeAxis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes the plot that was asked for. The interval is the shortest that gives a point for each
/// pixel or fewer, unless a longer one was said: more could not be seen, and a year of seconds not
/// be held. Peaks stay, since each point knows its least and its greatest value.
final class HistoryPlot {

  /// What a person sees at most; fewer where there are many fields.
  private static final int POINTS = 1100;

  private static final int VALUES = 44_000;

  private static final List<Duration> INTERVALS =
      Stream.of(
              "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M",
              "PT15M", "PT20M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "P1D", "P7D", "P28D")
          .map(Duration::parse)
          .toList();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// From then on a plot is about days, not about what happened within one.
  private static final Duration LONG = DAY.multipliedBy(62);

  /// Of parts of a day; more of them would be too narrow.
  private static final int BARS = 100;

  /// What a plot shows unless the user says.
  private static final List<String> OF_DAYS =
      List.of("soc", "voltage", "cell_delta", "temperatures.1", "temperatures.2", "temperatures.3");

  /// A share that is known is all, but for what rounding takes.
  private static final double WHOLE = 0.99;

  private final HistoryOptions.Request request;
  private final HistoryQuery.Period known;
  private final List<HistoryField> fields;

  private HistoryPlot(HistoryOptions.Request request, HistoryQuery.Period known) {
    this.request = request;
    this.known = known;
    this.fields =
        request.named() || asked(request, known).compareTo(LONG) <= 0
            ? request.fields()
            : HistoryField.of(OF_DAYS);
  }

  /// Asks the journal.
  ///
  /// @param note takes a sentence for the user
  /// @return empty if there is nothing to show
  static Optional<Plot> of(History history, HistoryOptions.Request request, Consumer<String> note)
      throws HistoryException, IOException, InterruptedException {
    Optional<HistoryQuery.Period> known = history.period(request.query());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    HistoryPlot plot = new HistoryPlot(request, known.get());
    Grid grid = plot.grid(note);
    HistoryQuery asked = request.query();
    List<Interval> intervals = new ArrayList<>();
    history.intervals(
        new HistoryQuery(asked.battery(), asked.since(), asked.until(), plot.fields),
        grid,
        intervals::add);
    return intervals.isEmpty() ? Optional.empty() : Optional.of(plot.of(intervals, grid));
  }

  /// How long the time is that was asked for and that is known.
  private static Duration asked(HistoryOptions.Request request, HistoryQuery.Period known) {
    HistoryQuery query = request.query();
    return Duration.between(later(query.since(), known.from()), earlier(query.until(), known.to()));
  }

  private Grid grid(Consumer<String> note) {
    Duration asked = asked(request, known);
    Duration point =
        asked.dividedBy(Math.max(1, Math.min(POINTS, VALUES / Math.max(1, fields.size()))));
    Duration least = asked.compareTo(LONG) > 0 && point.compareTo(DAY) < 0 ? DAY : point;
    Duration shortest =
        INTERVALS.stream()
            .filter(interval -> interval.compareTo(least) >= 0)
            .findFirst()
            .orElse(INTERVALS.getLast());
    Optional<Grid> said = request.grid();
    if (said.isPresent() && said.get().every().compareTo(point) >= 0) {
      return said.get();
    }
    Grid made = Grid.of(shortest, request.time().zone());
    if (said.isPresent()) {
      note.accept(
          "--every gives more points than a plot can show; it has one for each "
              + PlotWords.period(made)
              + ", with the least and the greatest value.");
    }
    return made;
  }

  private Plot of(List<Interval> intervals, Grid grid) {
    HistoryQuery.Period span = span(intervals);
    PlotWords words = new PlotWords(span, request.time().zone());
    List<Panel> panels = new ArrayList<>(panels(fields, points(intervals, span)));
    Optional<Bars> bars =
        request.named() && !request.energy()
            ? Optional.empty()
            : bars(intervals, periods(grid, span));
    bars.ifPresent(panels::add);
    return new Plot(
        intervals.getFirst().battery(),
        words.subtitle(),
        words.remark(intervals),
        PlotWords.caption(grid, panels),
        new TimeAxis(span.from().toEpochMilli(), span.to().toEpochMilli(), request.time().zone()),
        grid.every().toMillis(),
        panels);
  }

  /// The intervals of the bars: those that the user said, else what a person would count in.
  private Optional<Grid> periods(Grid grid, HistoryQuery.Period span) {
    ZoneId zone = request.time().zone();
    Duration every = grid.every();
    Duration length = Duration.between(span.from(), span.to());
    boolean said =
        request.grid().filter(grid::equals).isPresent()
            && every.compareTo(HOUR) >= 0
            && (length.dividedBy(every) <= BARS || every.compareTo(DAY) >= 0);
    if (said || every.compareTo(DAY) > 0) {
      return Optional.of(grid);
    }
    long days = length.toDays();
    if (days < 2) {
      boolean fits = HOUR.toMillis() % every.toMillis() == 0;
      boolean several = length.compareTo(HOUR) > 0;
      return fits && (several || request.energy())
          ? Optional.of(Grid.of(HOUR, zone))
          : Optional.empty();
    }
    return Optional.of(
        days <= 62
            ? Grid.of(DAY, zone)
            : days <= 190 ? Grid.of(DAY.multipliedBy(7), zone) : Grid.ofMonths(1, zone));
  }

  private static Optional<Bars> bars(List<Interval> intervals, Optional<Grid> periods) {
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    Grid grid = periods.get();
    List<Bar> bars = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= intervals.size(); i++) {
      long from = grid.start(intervals.get(first).start().toEpochMilli());
      if (i < intervals.size() && grid.start(intervals.get(i).start().toEpochMilli()) == from) {
        continue;
      }
      List<Interval> period = intervals.subList(first, i);
      long to = grid.end(from);
      long covered = period.stream().mapToLong(Interval::covered).sum();
      bars.add(
          new Bar(
              from,
              to,
              period.stream().mapToDouble(Interval::energyIn).sum(),
              period.stream().mapToDouble(Interval::energyOut).sum(),
              covered >= WHOLE * (to - from)));
      first = i;
    }
    return Optional.of(new Bars("Energy by " + PlotWords.period(grid), "Wh", bars));
  }

  /// The time that was asked for as far as it is over, from the beginning of the journal on: an
  /// outage at either end is part of it.
  private HistoryQuery.Period span(List<Interval> intervals) {
    HistoryQuery query = request.query();
    Instant over = later(request.time().now(), known.to());
    Instant from = later(known.from(), earlier(query.since(), intervals.getFirst().start()));
    Instant to = later(query.until(), intervals.getLast().end());
    return new HistoryQuery.Period(from, earlier(to, over));
  }

  /// The items of a list share a panel; those that no sample has are left out.
  private static List<Panel> panels(List<HistoryField> fields, List<List<Point>> points) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      groups.computeIfAbsent(group(fields.get(i)), _ -> new ArrayList<>()).add(i);
    }
    List<Panel> panels = new ArrayList<>();
    groups.forEach((name, members) -> panels.add(panel(name, members, fields, points)));
    return panels;
  }

  /// The list that a field is an item of, or the field itself.
  private static String group(HistoryField field) {
    return HistoryField.find(field.outer()).isPresent() ? field.outer() : field.name();
  }

  private static Panel panel(
      String group, List<Integer> all, List<HistoryField> fields, List<List<Point>> points) {
    HistoryField first = fields.get(all.getFirst());
    List<Integer> known = all.stream().filter(i -> !points.get(i).isEmpty()).toList();
    List<Integer> members = known.isEmpty() ? all : known;
    String label =
        members.size() == 1
            ? first.label()
            : HistoryField.find(group).map(HistoryField::label).orElse(first.label());
    return new Curves(
        label,
        first.unit(),
        first.digits(),
        first.kind() == Metric.Kind.FLAG,
        members.stream().map(i -> new Series(fields.get(i).inner(), points.get(i))).toList());
  }

  /// The points of each field; a new stretch begins where an interval is missing.
  private List<List<Point>> points(List<Interval> intervals, HistoryQuery.Period span) {
    List<List<Point>> points = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      points.add(new ArrayList<>());
    }
    int stretch = 0;
    for (int row = 0; row < intervals.size(); row++) {
      Interval interval = intervals.get(row);
      if (row > 0 && !intervals.get(row - 1).end().equals(interval.start())) {
        stretch++;
      }
      for (int i = 0; i < fields.size(); i++) {
        if (interval.summaries().get(i).isPresent()) {
          points.get(i).add(point(interval, span, stretch, interval.summaries().get(i).get()));
        }
      }
    }
    return points;
  }

  private static Point point(
      Interval interval, HistoryQuery.Period span, int stretch, Interval.Summary values) {
    long from = Math.max(interval.start().toEpochMilli(), span.from().toEpochMilli());
    long to = Math.min(interval.end().toEpochMilli(), span.to().toEpochMilli());
    return new Point(
        (from + to) / 2, stretch, values.least(), values.mean(), values.greatest(), values.last());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
