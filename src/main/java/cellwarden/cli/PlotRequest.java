package cellwarden.cli;

import cellwarden.journal.history.Grid;
import cellwarden.journal.history.History;
import cellwarden.journal.history.HistoryException;
import cellwarden.journal.history.HistoryField;
import cellwarden.journal.history.HistoryQuery;
import cellwarden.journal.history.Interval;
import cellwarden.journal.history.plot.Panel;
import cellwarden.journal.history.plot.Plot;
import cellwarden.journal.history.plot.Point;
import cellwarden.journal.history.plot.TimeAxis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the plot that was asked for. Unless the interval was said, it is the shortest that gives a
/// point for each pixel or fewer.
final class PlotRequest {

  private static final int POINTS = 1000;
  private static final int LONGEST_GAP = 3;
  private static final double KILO = 1000;
  private static final double PER_CENT = 100;

  private static final List<Duration> INTERVALS =
      Stream.of(
              "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M",
              "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "P1D", "P7D")
          .map(Duration::parse)
          .toList();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

  private final List<HistoryField> fields;
  private final ZoneId zone;
  private final Instant now;
  private final List<Interval> intervals = new ArrayList<>();

  private PlotRequest(List<HistoryField> fields, ZoneId zone, Instant now) {
    this.fields = fields;
    this.zone = zone;
    this.now = now;
  }

  static Plot of(History history, HistoryQuery query, Optional<Grid> grid, ZoneId zone, Instant now)
      throws HistoryException, IOException, InterruptedException {
    PlotRequest request = new PlotRequest(query.fields(), zone, now);
    Grid chosen = grid.isPresent() ? grid.get() : Grid.of(interval(history, query, now), zone);
    history.intervals(query, chosen, request.intervals::add);
    return request.plot(chosen.every());
  }

  private static Duration interval(History history, HistoryQuery query, Instant now)
      throws HistoryException, IOException {
    Instant from = query.since();
    Instant to = query.until().isBefore(now) ? query.until() : now;
    Optional<History.Period> known = history.range(query);
    if (known.isPresent()) {
      from = from.isAfter(known.get().from()) ? from : known.get().from();
      to = to.isBefore(known.get().to()) ? to : known.get().to();
    }
    Duration point = Duration.between(from, to).dividedBy(POINTS);
    return INTERVALS.stream()
        .filter(interval -> interval.compareTo(point) >= 0)
        .findFirst()
        .orElse(INTERVALS.getLast());
  }

  private Plot plot(Duration every) {
    if (intervals.isEmpty()) {
      return new Plot("", "", "", new TimeAxis(0, 1, zone), 1, List.of());
    }
    Instant from = intervals.getFirst().start();
    Instant last = intervals.getLast().end();
    Instant to = last.isAfter(now) && now.isAfter(from) ? now : last;
    return new Plot(
        intervals.getFirst().battery(),
        subtitle(from, to, every),
        remark(to),
        new TimeAxis(from.toEpochMilli(), to.toEpochMilli(), zone),
        LONGEST_GAP * Math.max(every.toMillis(), usualDistance()),
        panels(to));
  }

  private List<Panel> panels(Instant end) {
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      List<Point> points = new ArrayList<>();
      for (Interval interval : intervals) {
        interval.summaries().get(i).ifPresent(values -> points.add(point(interval, values, end)));
      }
      HistoryField field = fields.get(i);
      panels.add(new Panel(field.label(), field.unit(), field.digits(), points));
    }
    return panels;
  }

  private static Point point(Interval interval, Interval.Summary values, Instant end) {
    Instant to = interval.end().isAfter(end) ? end : interval.end();
    long middle = (interval.start().toEpochMilli() + to.toEpochMilli()) / 2;
    return new Point(middle, values.least(), values.mean(), values.greatest(), values.last());
  }

  /// Where samples come more seldom than intervals, their distance decides what is a gap.
  private long usualDistance() {
    long[] starts =
        intervals.stream()
            .filter(interval -> interval.samples() > 0)
            .mapToLong(interval -> interval.start().toEpochMilli())
            .toArray();
    long[] distances = new long[Math.max(1, starts.length - 1)];
    for (int i = 1; i < starts.length; i++) {
      distances[i - 1] = starts[i] - starts[i - 1];
    }
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }

  private String subtitle(Instant from, Instant to, Duration every) {
    return TIME.format(from.atZone(zone))
        + " to "
        + TIME.format(to.atZone(zone))
        + " ("
        + zone.getId()
        + "), mean of each "
        + length(every)
        + ", shaded from least to greatest";
  }

  private static String energy(double wattHours) {
    return wattHours < KILO
        ? Math.round(wattHours) + " Wh"
        : String.format(Locale.ROOT, "%.2f kWh", wattHours / KILO);
  }

  private static String length(Duration every) {
    for (var unit :
        List.of(
            new Unit("day", Duration.ofDays(1)),
            new Unit("hour", Duration.ofHours(1)),
            new Unit("minute", Duration.ofMinutes(1)),
            new Unit("second", Duration.ofSeconds(1)))) {
      long count = every.dividedBy(unit.length());
      if (count > 0 && unit.length().multipliedBy(count).equals(every)) {
        return count == 1 ? unit.name() : count + " " + unit.name() + "s";
      }
    }
    return every.toString();
  }

  private record Unit(String name, Duration length) {}

  private String remark(Instant to) {
    double in = intervals.stream().mapToDouble(Interval::energyIn).sum();
    double out = intervals.stream().mapToDouble(Interval::energyOut).sum();
    double covered = intervals.stream().mapToLong(Interval::covered).sum();
    long all = Duration.between(intervals.getFirst().start(), to).toMillis();
    return String.format(
        Locale.ROOT,
        "%s in, %s out, %.1f %% of the time covered",
        energy(in),
        energy(out),
        Math.min(PER_CENT, PER_CENT * covered / Math.max(1, all)));
  }
}
