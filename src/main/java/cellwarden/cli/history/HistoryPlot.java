package cellwarden.cli.history;

import cellwarden.battery.Metric;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.render.plot.Panel;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.Series;
import cellwarden.render.plot.Series.Point;
import cellwarden.render.plot.TimeAxis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the plot that was asked for. Unless the interval was said, it is the shortest that gives a
/// point for each pixel or fewer.
final class HistoryPlot {

  private static final int POINTS = 1000;

  private static final List<Duration> INTERVALS =
      Stream.of(
              "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M",
              "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "P1D", "P7D")
          .map(Duration::parse)
          .toList();

  private final HistoryOptions.Request request;
  private final HistoryQuery.Period known;

  private HistoryPlot(HistoryOptions.Request request, HistoryQuery.Period known) {
    this.request = request;
    this.known = known;
  }

  /// Asks the journal.
  ///
  /// @return empty if there is nothing to show
  static Optional<Plot> of(History history, HistoryOptions.Request request)
      throws HistoryException, IOException, InterruptedException {
    Optional<HistoryQuery.Period> known = history.period(request.query());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    HistoryPlot plot = new HistoryPlot(request, known.get());
    Grid grid =
        request.grid().isPresent()
            ? request.grid().get()
            : Grid.of(plot.interval(), request.time().zone());
    List<Interval> intervals = new ArrayList<>();
    history.intervals(request.query(), grid, intervals::add);
    return intervals.isEmpty() ? Optional.empty() : Optional.of(plot.of(intervals, grid.every()));
  }

  private Duration interval() {
    HistoryQuery query = request.query();
    Instant to = earlier(query.until(), known.to());
    Duration point = Duration.between(later(query.since(), known.from()), to).dividedBy(POINTS);
    return INTERVALS.stream()
        .filter(interval -> interval.compareTo(point) >= 0)
        .findFirst()
        .orElse(INTERVALS.getLast());
  }

  private Plot of(List<Interval> intervals, Duration every) {
    HistoryQuery.Period span = span(intervals);
    PlotWords words = new PlotWords(span, request.time().zone());
    return new Plot(
        intervals.getFirst().battery(),
        words.subtitle(every),
        words.remark(intervals),
        new TimeAxis(span.from().toEpochMilli(), span.to().toEpochMilli(), request.time().zone()),
        every.toMillis(),
        panels(request.fields(), points(intervals, span)));
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

  /// The items of a list share a panel.
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
      String group, List<Integer> members, List<HistoryField> fields, List<List<Point>> points) {
    HistoryField first = fields.get(members.getFirst());
    String label =
        members.size() == 1
            ? first.label()
            : HistoryField.find(group).map(HistoryField::label).orElse(first.label());
    return new Panel(
        label,
        first.unit(),
        first.digits(),
        first.kind() == Metric.Kind.FLAG,
        members.stream().map(i -> new Series(fields.get(i).inner(), points.get(i))).toList());
  }

  /// The points of each field; a new stretch begins where an interval is missing.
  private List<List<Point>> points(List<Interval> intervals, HistoryQuery.Period span) {
    int fields = request.fields().size();
    List<List<Point>> points = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      points.add(new ArrayList<>());
    }
    int stretch = 0;
    for (int row = 0; row < intervals.size(); row++) {
      Interval interval = intervals.get(row);
      if (row > 0 && !intervals.get(row - 1).end().equals(interval.start())) {
        stretch++;
      }
      for (int i = 0; i < fields; i++) {
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
