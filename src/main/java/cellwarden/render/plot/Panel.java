package cellwarden.render.plot;

import cellwarden.render.plot.Series.Point;
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
public record Panel(String label, String unit, int digits, boolean switches, List<Series> series) {

  private static final double SMALL = 0.5;
  private static final int MILLI = 1000;

  public Panel {
    series = List.copyOf(series);
  }

  /// The same in thousandths of the unit where the values are small: a cell spread in mV.
  Panel readable() {
    return unit.equals("V") && size() > 0 && greatest() < SMALL
        ? new Panel(
            label,
            "mV",
            Math.max(0, digits - 3),
            switches,
            series.stream().map(values -> values.scaled(MILLI)).toList())
        : this;
  }

  String heading() {
    return unit.isEmpty() ? label : label + ", " + unit;
  }

  /// How many points there are.
  long size() {
    return series.stream().mapToLong(values -> values.points().size()).sum();
  }

  /// From where to where the values go, and where a single one is now.
  String summary() {
    if (size() == 0) {
      return "";
    }
    String range = Scale.text(least(), digits) + " to " + Scale.text(greatest(), digits);
    return series.size() > 1
        ? range
        : range + ", last " + Scale.text(series.getFirst().points().getLast().last(), digits);
  }

  double least() {
    return values(Point::least).min().orElse(0);
  }

  double greatest() {
    return values(Point::greatest).max().orElse(1);
  }

  private DoubleStream values(ToDoubleFunction<Point> value) {
    return series.stream().flatMap(each -> each.points().stream()).mapToDouble(value);
  }

  /// The values' axis: a share of the capacity always from 0 to 100 %, a switch from 0 to 1,
  /// anything else as far as it goes, with 0 where that is near.
  Scale scale() {
    if (unit.equals("%")) {
      return new Scale(0, 100, digits);
    } else if (switches) {
      return new Scale(0, 1, 0);
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
