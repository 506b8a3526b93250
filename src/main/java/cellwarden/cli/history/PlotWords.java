package cellwarden.cli.history;

import cellwarden.history.Grid;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.render.plot.Bars;
import cellwarden.render.plot.Curves;
import cellwarden.render.plot.Panel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What stands above a plot.
///
/// @param span the time that is shown
record PlotWords(HistoryQuery.Period span, ZoneId zone) {

  private static final double KILO = 1000;
  private static final double PER_CENT = 100;
  private static final Duration SHORT = Duration.ofMinutes(10);

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

  String subtitle() {
    return time(span.from()) + " to " + time(span.to()) + " (" + zone.getId() + ")";
  }

  /// How it is shown.
  static String caption(Grid grid, List<Panel> panels) {
    List<String> sentences = new ArrayList<>();
    if (panels.stream().anyMatch(panel -> panel instanceof Curves && !panel.isStrip())) {
      sentences.add("Lines: mean of each " + period(grid) + ", shaded from least to greatest.");
    }
    if (panels.stream().anyMatch(panel -> panel instanceof Bars bars && !bars.isWhole())) {
      sentences.add("Pale bars: not all of the time is known.");
    }
    return String.join(" ", sentences);
  }

  /// What a grid counts in.
  static String period(Grid grid) {
    return grid.months() == 0
        ? length(grid.every())
        : grid.months() % 12 == 0
            ? counted(grid.months() / 12, "year")
            : counted(grid.months(), "month");
  }

  private String time(Instant time) {
    boolean isShort = Duration.between(span.from(), span.to()).compareTo(SHORT) < 0;
    return (isShort ? SECONDS : MINUTES).format(time.atZone(zone));
  }

  private record Unit(String name, Duration length) {}

  private static String length(Duration every) {
    for (Unit unit :
        List.of(
            new Unit("week", Duration.ofDays(7)),
            new Unit("day", Duration.ofDays(1)),
            new Unit("hour", Duration.ofHours(1)),
            new Unit("minute", Duration.ofMinutes(1)),
            new Unit("second", Duration.ofSeconds(1)))) {
      long count = every.dividedBy(unit.length());
      if (count > 0 && unit.length().multipliedBy(count).equals(every)) {
        return counted(count, unit.name());
      }
    }
    return every.toMillis() + " ms";
  }

  private static String counted(long count, String unit) {
    return count == 1 ? unit : count + " " + unit + "s";
  }

  String remark(List<Interval> intervals) {
    double in = intervals.stream().mapToDouble(Interval::energyIn).sum();
    double out = intervals.stream().mapToDouble(Interval::energyOut).sum();
    double covered = intervals.stream().mapToLong(Interval::covered).sum();
    long all = Duration.between(span.from(), span.to()).toMillis();
    return String.format(
        Locale.ROOT,
        "%s in, %s out, %.1f %% of the time covered",
        energy(in),
        energy(out),
        PER_CENT * covered / Math.max(1, all));
  }

  private static String energy(double wattHours) {
    return wattHours < KILO
        ? Math.round(wattHours) + " Wh"
        : wattHours < KILO * KILO
            ? String.format(Locale.ROOT, "%.2f kWh", wattHours / KILO)
            : String.format(Locale.ROOT, "%.2f MWh", wattHours / KILO / KILO);
  }
}
