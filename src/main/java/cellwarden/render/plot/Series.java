package cellwarden.render.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// One value over time.
///
/// @param label tells it from others of the same panel
/// @param points in the order of time; empty where nothing is known
public record Series(String label, List<Point> points) {

  /// What a panel shows of one interval.
  ///
  /// @param time the middle of the interval, milliseconds since 1970
  /// @param stretch counts up where time was lost: points of different stretches are not connected
  /// @param last the value at its end
  public record Point(
      long time, int stretch, double least, double mean, double greatest, double last) {

    Point scaled(double factor) {
      return new Point(
          time, stretch, least * factor, mean * factor, greatest * factor, last * factor);
    }
  }

  /// So many usual distances apart, two points are not connected.
  private static final int LONGEST_GAP = 3;

  public Series {
    points = List.copyOf(points);
  }

  /// One for all of several: the least and the greatest value of any, and the mean of the means.
  static Series envelope(String label, List<Series> all) {
    TreeMap<Long, List<Point>> times = new TreeMap<>();
    for (Series series : all) {
      for (Point point : series.points()) {
        times.computeIfAbsent(point.time(), _ -> new ArrayList<>()).add(point);
      }
    }
    return new Series(label, times.values().stream().map(Series::envelope).toList());
  }

  private static Point envelope(List<Point> points) {
    double mean = points.stream().mapToDouble(Point::mean).average().orElseThrow();
    return new Point(
        points.getFirst().time(),
        points.getFirst().stretch(),
        points.stream().mapToDouble(Point::least).min().orElseThrow(),
        mean,
        points.stream().mapToDouble(Point::greatest).max().orElseThrow(),
        mean);
  }

  Series scaled(double factor) {
    return factor == 1
        ? this
        : new Series(label, points.stream().map(point -> point.scaled(factor)).toList());
  }

  /// The points in pieces: cut where time was lost, and where the value is missing for longer than
  /// is usual for it.
  ///
  /// @param interval milliseconds between points where none is missing
  List<List<Point>> pieces(long interval) {
    long longest = LONGEST_GAP * Math.max(interval, usualDistance());
    List<List<Point>> pieces = new ArrayList<>();
    List<Point> piece = new ArrayList<>();
    for (Point point : points) {
      if (!piece.isEmpty() && isCut(piece.getLast(), point, longest)) {
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

  private static boolean isCut(Point before, Point after, long longest) {
    return before.stretch() != after.stretch() || after.time() - before.time() > longest;
  }

  private long usualDistance() {
    long[] distances = new long[Math.max(1, points.size() - 1)];
    for (int i = 1; i < points.size(); i++) {
      distances[i - 1] = points.get(i).time() - points.get(i - 1).time();
    }
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }
}
