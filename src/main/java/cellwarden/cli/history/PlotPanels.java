package cellwarden.cli.history;

import cellwarden.battery.Metric;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.render.plot.Panel;
import cellwarden.render.plot.Series;
import cellwarden.render.plot.Series.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts the values of intervals into panels: the items of a list share one.
///
/// @param span the time that is shown
record PlotPanels(List<Interval> intervals, HistoryQuery.Period span) {

  List<Panel> of(List<HistoryField> fields) {
    List<List<Point>> points = points(fields.size());
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

  private List<List<Point>> points(int fields) {
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
          points.get(i).add(point(interval, stretch, interval.summaries().get(i).get()));
        }
      }
    }
    return points;
  }

  private Point point(Interval interval, int stretch, Interval.Summary values) {
    long from = Math.max(interval.start().toEpochMilli(), span.from().toEpochMilli());
    long to = Math.min(interval.end().toEpochMilli(), span.to().toEpochMilli());
    return new Point(
        (from + to) / 2, stretch, values.least(), values.mean(), values.greatest(), values.last());
  }
}
