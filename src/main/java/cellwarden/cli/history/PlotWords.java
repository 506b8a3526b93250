package cellwarden.cli.history;

import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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

  String subtitle(Duration every) {
    return time(span.from())
        + " to "
        + time(span.to())
        + " ("
        + zone.getId()
        + "), mean of each "
        + length(every)
        + ", shaded from least to greatest";
  }

  private String time(Instant time) {
    boolean isShort = Duration.between(span.from(), span.to()).compareTo(SHORT) < 0;
    return (isShort ? SECONDS : MINUTES).format(time.atZone(zone));
  }

  private record Unit(String name, Duration length) {}

  private static String length(Duration every) {
    for (Unit unit :
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
    return every.toMillis() + " ms";
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
        : String.format(Locale.ROOT, "%.2f kWh", wattHours / KILO);
  }
}
