package cellwarden.render.plot;

import cellwarden.render.plot.Series.Point;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// One value over time, or several of the same kind.
///
/// @param label for a person
/// @param unit may be empty
/// @param digits decimals of the values
/// @param switches whether the values are on and off, 1 and 0
/// @param series at least one
public record Curves(String label, String unit, int digits, boolean switches, List<Series> series)
    implements Panel {

  /// More lines than this cannot be told apart.
  private static final int MOST_LINES = 8;

  private static final double PER_CENT = 100;
  private static final double TENTH = 0.1;

  public Curves {
    series = List.copyOf(series);
  }

  /// Many values as one band, and the two that a person would look for.
  ///
  /// @param all from the least to the greatest of all
  /// @param lowest has the least value
  /// @param highest has the greatest value; may be the same
  record Spread(Series all, Series lowest, Series highest) {}

  /// Whether there are too many lines to tell them apart.
  boolean isSpread() {
    return series.size() > MOST_LINES && !isStrip();
  }

  Spread spread() {
    List<Series> known = series.stream().filter(each -> !each.points().isEmpty()).toList();
    Comparator<Series> byLeast = Comparator.comparingDouble(each -> least(List.of(each)));
    Comparator<Series> byGreatest = Comparator.comparingDouble(each -> greatest(List.of(each)));
    return new Spread(
        Series.envelope("all " + known.size(), known),
        known.stream().min(byLeast).orElseThrow(),
        known.stream().max(byGreatest).orElseThrow());
  }

  @Override
  public boolean isStrip() {
    return switches || least() == greatest() || size() == 0;
  }

  /// The same in the unit that a person would take.
  Curves readable() {
    double greatest = Math.max(Math.abs(least()), Math.abs(greatest()));
    ReadableUnit readable =
        size() == 0
            ? new ReadableUnit(unit, 1, digits)
            : ReadableUnit.of(unit, greatest, greatest() - least(), digits);
    return new Curves(
        label,
        readable.name(),
        readable.digits(),
        switches,
        series.stream().map(values -> values.scaled(readable.factor())).toList());
  }

  String heading() {
    return unit.isEmpty() ? label : label + ", " + unit;
  }

  @Override
  public long size() {
    return series.stream().mapToLong(values -> values.points().size()).sum();
  }

  /// From where to where the values go, and where a single one is now.
  String summary() {
    if (size() == 0) {
      return "not known";
    } else if (switches) {
      return switchSummary();
    } else if (isStrip()) {
      return "always " + Scale.text(least(), digits);
    }
    String range = Scale.text(least(), digits) + " to " + Scale.text(greatest(), digits);
    return series.size() > 1
        ? range
        : range + ", last " + Scale.text(series.getFirst().points().getLast().last(), digits);
  }

  private String switchSummary() {
    if (least() == greatest()) {
      return least() > 0 ? "always on" : "always off";
    }
    double share = values(series, Point::mean).average().orElse(0) * PER_CENT;
    return "on " + Scale.text(Math.clamp(share, TENTH, PER_CENT - TENTH), 1) + " % of the time";
  }

  double least() {
    return least(series);
  }

  double greatest() {
    return greatest(series);
  }

  private static double least(List<Series> series) {
    return values(series, Point::least).min().orElse(0);
  }

  private static double greatest(List<Series> series) {
    return values(series, Point::greatest).max().orElse(1);
  }

  private static DoubleStream values(List<Series> series, ToDoubleFunction<Point> value) {
    return series.stream().flatMap(each -> each.points().stream()).mapToDouble(value);
  }

  /// The values' axis: a share of the capacity always from 0 to 100 %, anything else as far as it
  /// goes, with 0 where that is near.
  Scale scale() {
    if (unit.equals("%")) {
      return new Scale(0, 100, digits);
    }
    double least = least();
    double greatest = greatest();
    boolean spread = unit.equals("mV");
    if (least >= 0 && (spread || least < greatest / 2)) {
      return Scale.around(0, greatest, digits);
    }
    return greatest <= 0 && greatest > least / 2
        ? Scale.around(least, 0, digits)
        : Scale.around(least, greatest, digits);
  }
}
