package cellwarden.journal.history.plot;

import java.util.ArrayList;
import java.util.List;

/// One value over time.
///
/// @param label for a person
/// @param unit may be empty
/// @param points in the order of time; empty where nothing is known
/// @param digits decimals of the value
public record Panel(String label, String unit, int digits, List<Point> points) {

  private static final double SMALL = 0.5;
  private static final int MILLI = 1000;

  public Panel {
    points = List.copyOf(points);
  }

  /// The same in thousandths of the unit where the values are small: a cell spread in mV.
  Panel readable() {
    boolean small = unit.equals("V") && greatest() < SMALL;
    return small
        ? new Panel(
            label,
            "mV",
            Math.max(0, digits - 3),
            points.stream().map(point -> point.scaled(MILLI)).toList())
        : this;
  }

  String heading() {
    return unit.isEmpty() ? label : label + ", " + unit;
  }

  /// From where to where the values go, and where they are now.
  String summary() {
    return points.isEmpty()
        ? ""
        : Scale.text(least(), digits)
            + " to "
            + Scale.text(greatest(), digits)
            + ", last "
            + Scale.text(points.getLast().last(), digits);
  }

  double least() {
    return points.stream().mapToDouble(Point::least).min().orElse(0);
  }

  double greatest() {
    return points.stream().mapToDouble(Point::greatest).max().orElse(1);
  }

  /// The values' axis: a share of the capacity always from 0 to 100 %, anything else as far as it
  /// goes, with 0 where that is near.
  Scale scale() {
    if (unit.equals("%")) {
      return new Scale(0, 100);
    }
    double least = least();
    double greatest = greatest();
    boolean spread = unit.equals("mV");
    if (least >= 0 && (spread || least < greatest / 2)) {
      return Scale.around(0, greatest);
    }
    return greatest <= 0 && greatest > least / 2
        ? Scale.around(least, 0)
        : Scale.around(least, greatest);
  }

  /// The points in pieces, cut where too much time lies between two.
  List<List<Point>> pieces(long longest) {
    List<List<Point>> pieces = new ArrayList<>();
    List<Point> piece = new ArrayList<>();
    for (Point point : points) {
      if (!piece.isEmpty() && point.time() - piece.getLast().time() > longest) {
        pieces.add(piece);
        piece = new ArrayList<>();
      }
      piece.add(point);
    }
    if (!piece.isEmpty()) {
      pieces.add(piece);
    }
    return pieces;
  }
}
